// forward.js - what goes by ways that are not ours: a report as a text message, a summary to another program.

// The link of a form with what was typed: in its data-sms "{ casos free}" stands for the box `free`, and behind all stands
// a mark over it (doc/messages.md). Without a figure it is the link as the server made it; none: ''.
export function smsOf(form) {
	const a = form.querySelector('[data-sms]'), data = new FormData(form);
	let figures = 0, h = 0;
	if (!a)
		return '';
	const text = a.dataset.sms.replace(/\{([^}]*?)(\w+)\}/g, (all, words, name) => {
		const typed = (data.get(name) || '').replace(/^\d+-(\d+)-(\d+)$/, '$2/$1').replace(/[^!-~]/g, '');
		figures += words && typed ? 1 : 0;
		return typed && words + typed;
	});
	for (const c of text.toUpperCase())
		h = (h * 31 + c.charCodeAt()) % 46649;
	return figures ? a.href.split('?')[0] + '?body=' + encodeURIComponent(`${text} #${('00' + h.toString(36)).slice(-3).toUpperCase()}`) : a.href;
}

addEventListener('click', (e) => {
	const a = e.target.closest('[data-sms]');
	if (a)
		a.href = smsOf(a.closest('form'));
});

// Buttons that hand a text or a picture to another program, where the phone can.
export function offerToShare() {
	for (const b of document.querySelectorAll('[data-share]')) {
		b.hidden = !navigator.share;
		b.onclick = async () => {
			const { share, file } = b.dataset;
			await navigator.share(file ? { files: [new File([await (await fetch(file)).blob()], 'resumen.png', { type: 'image/png' })] } :
				{ text: share }).catch(() => {});
		};
	}
}
