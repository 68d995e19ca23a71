"""From the blocks of an executed notebook to what is published.

`show` is what a cell of a notebook shows; `document` collects the blocks of an executed notebook; `html` renders
a page, `exporter` does so for nbconvert, `index` lists the editions of a profile.
"""
