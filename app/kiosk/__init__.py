"""The gallery floor as a machine: what is installed, what runs the browser, and what is counted."""
