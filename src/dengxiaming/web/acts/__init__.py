"""其他的事: short forms, deployments, rooms."""
