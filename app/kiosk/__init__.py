"""The kiosk as a machine: what is installed, what runs the browser, and how visits are counted."""
