"""Files on items and parts, and the image of a part."""
