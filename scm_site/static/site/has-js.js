// Before anything is painted: what works without JavaScript gives way to what works better with it.
document.documentElement.classList.replace("no-js", "has-js");
