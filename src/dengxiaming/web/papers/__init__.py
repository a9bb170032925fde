"""纸: records composed into the forms of `dengxiaming.papers`, and handed out as PDF or Word."""
