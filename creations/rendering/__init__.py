"""Drawing, from a model to bytes: scene packs for the browser, path-traced pictures, pictures of parts, booklets. No Django."""
