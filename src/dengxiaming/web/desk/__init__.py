"""工作台: what is due for whoever is signed in, with the button that starts the right record; notices; reminders."""
