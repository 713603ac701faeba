"""Line-API widgets that redraw only the lines that changed."""
