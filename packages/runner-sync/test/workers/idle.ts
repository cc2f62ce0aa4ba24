// Exposes nothing, and stays.
setInterval(() => {}, 1000);
