// capture.js - photos made small and voices recorded, before they are sent.
//
// A box <input type="file" data-capture="photo|voice"> works without this. With it a photo is drawn anew:
// small enough, and without whatever else was in the file; how much it weighs is shown before it goes. The
// result takes the file's place in the box, so that every way of sending sends the same.
import { hooks } from './outbox.js';
import { icon, say } from './words.js';

const PHOTO = { side: 1280, bytes: 80000 }, PHOTO_SAVER = { side: 640, bytes: 30000 };
const GOOD = 0.75, FAIR = 0.5, SIDE_MIN = 160;
const VOICE_S = 180, VOICE_SAVER_S = 60, VOICE_BITS = 12000, PLACE_MS = 20000;

const saver = () => 'saver' in document.documentElement.dataset;
const kilobytes = (n) => Math.max(1, Math.round(n / 1000));

function element(name, props, ...children) {
	const e = Object.assign(document.createElement(name), props);
	e.append(...children);
	return e;
}

function put(box, file) {
	const list = new DataTransfer();
	if (file)
		list.items.add(file);
	box.files = list.files;
}

// What is said under the box, in place of what was said before.
function tell(box, kind, ...children) {
	const old = box.captured;
	box.captured = element('div', { className: 'capture' }, ...children);
	box.captured.setAttribute('role', kind === 'err' ? 'alert' : 'status');
	old && (old.querySelectorAll('img,audio').forEach((e) => URL.revokeObjectURL(e.src)), old.remove());
	box.after(box.captured);
}

async function tellWord(box, name, with_) {
	tell(box, 'err', element('p', { className: 'err', textContent: await say(name, with_) }));
}

async function remover(box) {
	const button = element('button', { type: 'button', className: 'quiet' }, icon('quitar'), await say('take_off'));
	button.onclick = () => {
		put(box, null);
		tell(box);
		box.focus();
	};
	return button;
}

// ---- photos ----

async function read(file) {
	try {
		return await createImageBitmap(file, { imageOrientation: 'from-image' });
	} catch (e) {
		const img = new Image(), url = URL.createObjectURL(file);
		return new Promise((done) => {
			img.onload = () => done(img);
			img.onerror = () => done(null);
			img.src = url;
		}).finally(() => URL.revokeObjectURL(url));
	}
}

function drawn(image, side, quality) {
	const wide = image.width, high = image.height, part = Math.min(1, side / Math.max(wide, high));
	const canvas = element('canvas', { width: Math.max(1, Math.round(wide * part)), height: Math.max(1, Math.round(high * part)) });
	const pen = canvas.getContext('2d');
	pen.fillStyle = '#fff';
	pen.fillRect(0, 0, canvas.width, canvas.height);
	pen.drawImage(image, 0, 0, canvas.width, canvas.height);
	return new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality));
}

// The photo as it is sent, or null: it is none.
export async function shrink(file) {
	const image = await read(file), most = saver() ? PHOTO_SAVER : PHOTO;
	if (!image || !image.width)
		return null;
	for (let side = most.side, quality = GOOD; ;) {
		const blob = await drawn(image, side, quality);
		if (!blob || blob.size <= most.bytes || side < SIDE_MIN)
			return blob;
		if (quality > FAIR && blob.size < most.bytes * 1.6) {
			quality = FAIR;
		} else { /* half the bytes are some 0.7 of the side */
			side = Math.round(side * Math.max(0.5, Math.min(0.9, Math.sqrt(most.bytes / blob.size))));
			quality = 0.6;
		}
	}
}

async function photo(box) {
	const file = box.files[0];
	if (!file)
		return tell(box);
	tell(box, '', element('p', { className: 'soft', textContent: await say('photo_busy') }));
	const small = await shrink(file);
	if (!small) {
		put(box, null);
		return tellWord(box, 'photo_none');
	}
	put(box, new File([small], 'foto.jpg', { type: 'image/jpeg' }));
	tell(box, '', element('img', { src: URL.createObjectURL(small), alt: '', className: 'small' }),
		element('p', { textContent: await say('photo_size', { n: kilobytes(small.size) }) }), await remover(box));
}

// ---- where it was taken: asked for only when she ticks it ----

async function place(tick) {
	const form = tick.form, boxes = ['latitude', 'longitude'].map((name) => form.elements[name]);
	if (!tick.checked || !boxes[0] || !boxes[1])
		return boxes.forEach((b) => { b && (b.value = ''); });
	const at = await new Promise((done) => navigator.geolocation ?
		navigator.geolocation.getCurrentPosition(done, () => done(null), { timeout: PLACE_MS, maximumAge: 60000 }) : done(null));
	if (!at || !tick.checked) {
		tick.checked = false;
		return tellWord(tick.closest('label') || tick, 'place_none');
	}
	boxes[0].value = at.coords.latitude.toFixed(5);
	boxes[1].value = at.coords.longitude.toFixed(5);
}

// ---- voices ----

const clock = (s) => Math.floor(s / 60) + ':' + String(Math.floor(s % 60)).padStart(2, '0');

function lengthOf(file) {
	const audio = new Audio(), url = URL.createObjectURL(file);
	return new Promise((done) => {
		audio.ondurationchange = () => {
			if (audio.duration === Infinity)
				audio.currentTime = 1e7; /* a recording without a length in its head tells it at its end */
			else
				done(audio.duration);
		};
		audio.onerror = () => done(NaN);
		setTimeout(done, 15000, NaN);
		audio.preload = 'metadata';
		audio.src = url;
	}).finally(() => URL.revokeObjectURL(url));
}

async function heard(box, file, seconds) {
	put(box, file);
	tell(box, '', element('audio', { controls: true, src: URL.createObjectURL(file) }),
		element('p', { textContent: await say('voice_size', { time: clock(seconds), n: kilobytes(file.size) }) }), await remover(box));
}

async function voiceChosen(box) {
	const file = box.files[0], most = saver() ? VOICE_SAVER_S : VOICE_S;
	if (!file)
		return tell(box);
	const seconds = await lengthOf(file);
	if (seconds > most + 1 || !(seconds >= 0)) {
		put(box, null);
		return tellWord(box, seconds > most ? 'voice_long' : 'voice_none', { time: clock(seconds), most: most / 60 });
	}
	return heard(box, file, seconds);
}

async function record(box, button) {
	const most = saver() ? VOICE_SAVER_S : VOICE_S, words = [await say('voice_record'), await say('voice_stop')];
	const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } }).catch(() => null);
	if (!stream)
		return tellWord(box, 'voice_denied');
	const type = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'].find((t) => MediaRecorder.isTypeSupported(t));
	const recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: VOICE_BITS }), pieces = [], began = Date.now();
	const passed = () => (Date.now() - began) / 1000;
	const show = () => {
		button.lastChild.textContent = `${words[1]} ${clock(passed())}`;
		if (passed() >= most)
			recorder.stop();
	};
	const timer = setInterval(show, 250);
	recorder.ondataavailable = (e) => pieces.push(e.data);
	button.setAttribute('aria-pressed', 'true');
	recorder.onstop = () => {
		const seconds = passed(), short = recorder.mimeType.split(';')[0];
		clearInterval(timer);
		stream.getTracks().forEach((track) => track.stop());
		button.setAttribute('aria-pressed', 'false');
		button.lastChild.textContent = words[0];
		button.onclick = () => record(box, button);
		heard(box, new File(pieces, 'voz.' + (short.split('/')[1] || 'webm'), { type: short }), seconds);
	};
	button.onclick = () => recorder.state === 'recording' && recorder.stop();
	recorder.start(1000);
	show();
}

async function voiceBox(box) {
	if (!window.MediaRecorder || !navigator.mediaDevices || box.recorder)
		return;
	box.recorder = element('button', { type: 'button', className: 'wide' }, icon('voz'), await say('voice_record'));
	box.recorder.onclick = () => record(box, box.recorder);
	box.before(box.recorder);
}

// ---- a list of voices: when one ends, the next begins ----

addEventListener('ended', (e) => {
	const all = [...document.querySelectorAll('[data-voices] audio')], next = all[all.indexOf(e.target) + 1 || all.length];
	next && next.play();
}, true);

// ---- every page ----

export function captureBoxes() {
	document.querySelectorAll('input[data-capture=voice]').forEach(voiceBox);
}

// What is still being made small is waited for.
const plain = hooks.files;
hooks.files = async (form) => {
	for (const box of form.querySelectorAll('[data-capture]'))
		await box.working;
	return plain(form);
};

addEventListener('change', (e) => {
	const box = e.target, what = box.dataset && box.dataset.capture;
	if (what)
		box.working = what === 'voice' ? voiceChosen(box) : photo(box);
	else if (box.name === 'with_place')
		place(box);
}, true);
