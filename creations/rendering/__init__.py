"""Scene packs for the browser, path-traced pictures, thumbnails of parts."""
