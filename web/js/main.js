// main.js - what a page of somebody who signed in does beyond showing itself. Every page works without it.
if (isSecureContext && navigator.serviceWorker && window.indexedDB)
	navigator.serviceWorker.register('/sw.js', { scope: '/' }).catch(() => {});
