/* Comforts only: without script every number is a plain link and every list is complete. */
(function () {
  "use strict";
  var doc = document, root = doc.documentElement;
  function all(css, from) { return Array.prototype.slice.call((from || doc).querySelectorAll(css)); }

  /* Contents and files: closed on small screens, the current section marked on wide ones. */
  var folds = all(".toc details");
  if (folds.length) {
    var small = window.matchMedia("(max-width:900px)");
    var fold = function () { folds.forEach(function (d) { d.open = !small.matches; }); };
    fold();
    small.addEventListener("change", fold);
    var items = all(".toc ol a");
    var heads = items.map(function (a) { return doc.getElementById(a.hash.slice(1)); });
    var waiting = false;
    var here = function () {
      waiting = false;
      var now = 0;
      heads.forEach(function (h, i) { if (h && h.getBoundingClientRect().top < 140) now = i; });
      items.forEach(function (a, i) {
        if (i === now) a.setAttribute("aria-current", "true"); else a.removeAttribute("aria-current");
      });
    };
    window.addEventListener("scroll", function () {
      if (!waiting) { waiting = true; window.requestAnimationFrame(here); }
    }, { passive: true });
    here();
  }

  /* Tables wider than their box: reachable by keyboard; the reporting year stands beside the sticky column. */
  function ends(box) {
    box.classList.toggle("less", box.scrollLeft > 1);
    box.classList.toggle("more", box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
  }
  function boxes() {
    all(".scroll").forEach(function (box) {
      if (box.scrollWidth <= box.clientWidth + 1) {
        ["tabindex", "role", "aria-label"].forEach(function (name) { box.removeAttribute(name); });
        ends(box);
        return;
      }
      var name = box.querySelector("caption b");
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      if (name) box.setAttribute("aria-label", name.textContent);
      var now = box.querySelector("thead .now"), first = box.querySelector("thead th");
      if (now && !box.dataset.seen) box.scrollLeft = now.offsetLeft - first.offsetWidth;
      if (!box.dataset.seen) box.addEventListener("scroll", function () { ends(box); }, { passive: true });
      box.dataset.seen = "1";
      ends(box);
    });
  }
  boxes();
  window.addEventListener("resize", boxes);

  /* Print: open what is folded, fold it again. */
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = all("main details:not([open])");
    opened.forEach(function (d) { d.open = true; });
  });
  window.addEventListener("afterprint", function () { opened.forEach(function (d) { d.open = false; }); });

  /* Source of a number: popover on wide screens, sheet at the foot of small ones. */
  var form = doc.getElementById("pop"), data = doc.getElementById("pop-data");
  if (form && data) {
    var words = JSON.parse(data.textContent), lines = all(".src [id]"), pop = null, from = null;
    var close = function (back) {
      if (!pop) return;
      pop.remove();
      pop = null;
      from.removeAttribute("aria-expanded");
      if (back) from.focus();
    };
    var put = function (name, text) {
      var field = pop.querySelector('[data-f="' + name + '"]');
      field.textContent = text;
      if (!text) field.parentNode.hidden = true;
    };
    var fill = function (link, entry) {
      var part = function (css, from) { var e = (from || entry).querySelector(css); return e ? e.textContent : ""; };
      var at = lines.indexOf(entry), number = link.textContent.trim() || part("b"), formula = part("i");
      var short = formula && formula.length < 40;
      pop.querySelector("#pop-t").textContent = number + (short ? " = " + formula : "");
      var group = entry.closest(".of"), of = group ? part("span", group) : "";
      put("name", [of, part("span")].filter(Boolean).join(", "));
      put("formula", short ? "" : formula);
      put("num", words.s[words.n[at]] || "");
      put("den", words.s[words.d[at]] || "");
      put("cells", part("code"));
      pop.querySelector("a").href = "#" + entry.id;
    };
    var place = function (link) {
      var r = link.getBoundingClientRect(), w = pop.offsetWidth, h = pop.offsetHeight;
      var edge = Math.max(16, doc.getElementById("main").getBoundingClientRect().left);
      if (r.left < edge || edge + w + 16 > root.clientWidth) edge = 16;
      var left = Math.max(edge, Math.min(r.left + r.width / 2 - w / 2, root.clientWidth - w - 16));
      var above = r.bottom + h + 24 > window.innerHeight && r.top > h + 60;
      pop.classList.toggle("up", above);
      pop.style.left = left + window.pageXOffset + "px";
      pop.style.top = (above ? r.top - h - 12 : r.bottom + 12) + window.pageYOffset + "px";
      pop.style.setProperty("--at", r.left + r.width / 2 - left + "px");
    };
    var open = function (link, entry) {
      close(false);
      from = link;
      pop = doc.importNode(form.content, true).firstElementChild;
      fill(link, entry);
      doc.body.appendChild(pop);
      place(link);
      link.setAttribute("aria-expanded", "true");
      pop.querySelector("button").focus({ preventScroll: true });
    };
    doc.addEventListener("click", function (e) {
      if (e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
      if (pop && pop.contains(e.target)) {
        if (e.target.closest("button")) close(true);
        else if (e.target.closest("a")) close(false);
        return;
      }
      var link = e.target.closest("a.n");
      if (!link) { close(false); return; }
      var entry = doc.getElementById(link.getAttribute("href").slice(1));
      if (!entry) return;
      e.preventDefault();
      if (pop && from === link) close(true); else open(link, entry);
    });
    doc.addEventListener("keydown", function (e) { if (e.key === "Escape") close(true); });
  }

  /* Search: with or without Vietnamese marks. */
  var find = doc.querySelector(".find input");
  if (find) {
    var plain = function (s) {
      return s.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(/Đ/g, "D").toLowerCase();
    };
    var rows = all(".editions tbody tr").map(function (tr) { return [tr, plain(tr.textContent)]; });
    var count = doc.querySelector("[data-count]");
    var filter = function () {
      var asked = plain(find.value).split(/\s+/).filter(Boolean), n = 0;
      rows.forEach(function (row) {
        var keep = asked.every(function (word) { return row[1].indexOf(word) >= 0; });
        row[0].hidden = !keep;
        if (keep) n += 1;
      });
      if (count) count.textContent = count.dataset.count.replace("{shown}", n).replace("{all}", rows.length);
    };
    doc.querySelector(".find").hidden = false;
    find.addEventListener("input", filter);
    filter();
  }
})();
