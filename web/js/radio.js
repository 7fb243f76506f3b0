// radio.js - the radio room of a meeting, loaded on its page alone: hear by MediaSource, speak by MediaRecorder.
//
// Hearing: one request that stays open brings frames (src/channels/web/sonido.h); a lost line is joined again, and a line
// that brings not even the beat is given up. Speaking: pieces of a second go out in their order, each as often as it takes; where
// the server has another recording in its ear, a new one begins. Words are in the page.
const box = document.getElementById('radio'), mime = 'audio/webm;codecs=opus';
const $ = (id) => document.getElementById(id);
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const say = (word, state) => {
	$('say').textContent = $('say').dataset[word];
	box.dataset.state = state || word;
};
const BEAT_MS = 40000, AHEAD_S = 1.4, LATE_S = 6, PIECE_MS = 1000, HELD_MAX = 20, GENTLE_MS = 180000;

/* ---- hearing ---- */

let hearing = 0, line, sound, buffer, waiting = [], holding = true, held = 0, bytes = 0;

function pump() {
	const audio = $('sound');
	if (!buffer || buffer.updating)
		return;
	const end = buffer.buffered.length ? buffer.buffered.end(buffer.buffered.length - 1) : 0;
	const ahead = end - audio.currentTime;
	if (ahead > LATE_S)
		audio.currentTime = end - AHEAD_S;
	if (holding && (ahead >= AHEAD_S || (ahead > 0.1 && Date.now() - held > 2500))) {
		holding = false;
		audio.play().catch(() => {});
	}
	box.dataset.heard = audio.currentTime.toFixed(1);
	if (audio.currentTime > 60 && buffer.buffered.start(0) < audio.currentTime - 30)
		buffer.remove(0, audio.currentTime - 10);
	else if (waiting.length)
		buffer.appendBuffer(waiting.shift());
}

function hold() {
	holding = true;
	held = Date.now();
}

function open() {
	const audio = $('sound');
	sound = new MediaSource();
	audio.src = URL.createObjectURL(sound);
	audio.onwaiting = hold;
	return new Promise((go) => {
		sound.onsourceopen = () => {
			buffer = sound.addSourceBuffer(mime);
			buffer.mode = 'sequence';
			buffer.onupdateend = pump;
			go();
		};
	});
}

const named = (name) => {
	const b = document.createElement('b');
	b.textContent = name;
	$('who').replaceChildren(b);
};

// One frame; what is left of the bytes.
function frame(all) {
	const n = all.length < 3 ? Infinity : 3 + all[1] * 256 + all[2];
	if (all.length < n)
		return null;
	let body = all.slice(3, n);
	if (all[0] === 72) { // H
		named(new TextDecoder().decode(body.subarray(1, 1 + body[0])));
		body = body.slice(1 + body[0]);
		refresh();
	}
	if (all[0] !== 75) { // K
		waiting.push(body);
		pump();
	}
	return all.slice(n);
}

async function listen(mine) {
	let pause = 500;
	while (hearing === mine) {
		const cut = new AbortController();
		let last = Date.now();
		const watch = setInterval(() => Date.now() - last > BEAT_MS && cut.abort(), 5000);
		line = cut;
		try {
			const got = await fetch(`/sonido/${box.dataset.room}`, { signal: cut.signal, cache: 'no-store' });
			if (got.status === 401 || got.status === 404)
				return stop('gone');
			if (!got.ok)
				throw got;
			const reader = got.body.getReader();
			let rest = new Uint8Array(0);
			for (;;) {
				const { done, value } = await reader.read();
				if (done || hearing !== mine)
					break;
				last = Date.now();
				pause = 500;
				bytes += value.length;
				box.dataset.bytes = bytes;
				if (box.dataset.state !== 'live')
					say('on');
				const all = new Uint8Array(rest.length + value.length);
				all.set(rest);
				all.set(value, rest.length);
				for (rest = all; ;) {
					const left = frame(rest);
					if (!left)
						break;
					rest = left;
				}
			}
		} catch (e) { /* the line was lost: joined again below */ }
		clearInterval(watch);
		if (hearing !== mine)
			return;
		if (box.dataset.state !== 'live')
			say('lost');
		await wait(pause);
		pause = Math.min(pause * 2, 5000);
	}
}

function stop(word) {
	hearing = 0;
	if (line)
		line.abort();
	$('sound').pause();
	$('hear').hidden = false;
	$('hush').hidden = true;
	say(word);
}

$('hear').onclick = async () => {
	const mine = hearing = Date.now();
	$('hear').hidden = true;
	$('hush').hidden = false;
	say('join');
	$('sound').play().catch(() => {}); // by her own press, so that it may sound later
	await open();
	listen(mine);
};
$('hush').onclick = () => stop('off');
setInterval(() => hearing && pump(), 500);

/* ---- speaking ---- */

let mic, recorder, turn = '', began = 0, take;

const hex = (n) => [...crypto.getRandomValues(new Uint8Array(n))].map((b) => b.toString(16).padStart(2, '0')).join('');
// A UUID of version 7 (RFC 9562).
const fresh = () => {
	const t = Date.now().toString(16).padStart(12, '0'), r = hex(10);
	return `${t.slice(0, 8)}-${t.slice(8)}-7${r.slice(0, 3)}-${(8 + parseInt(r[3], 16) % 4).toString(16)}${r.slice(4, 7)}-${r.slice(7, 19)}`.slice(0, 36);
};

// What she said stays as a note, where the meeting wants that; sent until an answer comes.
async function keep(what, speech) {
	if (!box.dataset.keep || !what.length)
		return;
	const form = new FormData();
	form.append('csrf', box.dataset.csrf);
	form.append('id', fresh());
	form.append('speech', speech);
	form.append('file', new Blob(what, { type: 'audio/webm' }), 'turno.webm');
	for (let pause = 1000; ; pause = Math.min(pause * 2, 30000)) {
		try {
			const got = await fetch(location.pathname, { method: 'POST', body: form, redirect: 'manual' });
			if (got.type === 'opaqueredirect' || got.ok)
				say('kept');
			if (got.type === 'opaqueredirect' || got.status < 500)
				return;
		} catch (e) { /* again */ }
		await wait(pause);
	}
}

async function send(mine) {
	let sent = 0;
	while (mine.open || mine.out.length) {
		const piece = mine.out[0];
		if (!piece) {
			await wait(50);
			continue;
		}
		let got;
		try {
			got = await fetch(`/sonido/${box.dataset.room}?toma=${mine.name}&desde=${sent}`, { method: 'POST', body: piece });
		} catch (e) {
			got = null;
		}
		if (got && got.status === 200) {
			sent += piece.size;
			mine.out.shift();
		} else if (got && (got.status === 403 || got.status === 401 || got.status === 404)) {
			mine.out.length = 0;
			silence('over');
		} else if ((got && (got.status === 409 || got.status === 422)) || mine.out.length > HELD_MAX) {
			mine.out.length = 0;
			if (mine.open)
				again();
			return;
		} else {
			say('slow', 'live');
			await wait(500);
		}
	}
}

function record() {
	const mine = take = { name: hex(8), out: [], all: [], open: true, speech: turn };
	recorder = new MediaRecorder(mic, { mimeType: mime, audioBitsPerSecond: Number($('kbit').value) });
	recorder.ondataavailable = (e) => {
		if (!e.data.size)
			return;
		mine.all.push(e.data);
		mine.out.push(e.data);
		say(Date.now() - began > GENTLE_MS ? 'long' : 'live', 'live');
	};
	recorder.onstop = () => {
		mine.open = false;
		keep(mine.all, mine.speech);
	};
	recorder.start(PIECE_MS);
	send(mine);
}

// The server lost the thread of this recording: another one begins.
function again() {
	if (recorder && recorder.state !== 'inactive') {
		recorder.stop();
		record();
	}
}

function silence(word) {
	if (!mic)
		return;
	if (recorder && recorder.state !== 'inactive')
		recorder.stop();
	mic.getTracks().forEach((t) => t.stop());
	mic = null;
	$('sound').muted = false;
	$('talk').setAttribute('aria-pressed', 'false');
	say(word);
	refresh();
}

$('talk').onclick = async () => {
	if (mic)
		return silence(hearing ? 'on' : 'off');
	try {
		mic = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } });
	} catch (e) {
		return say('mic');
	}
	$('sound').muted = true; // her own voice does not come back to her
	$('talk').setAttribute('aria-pressed', 'true');
	began = Date.now();
	record();
};

/* ---- the queue ---- */

async function refresh() {
	try {
		const got = await fetch(location.pathname, { cache: 'no-store' });
		const page = new DOMParser().parseFromString(await got.text(), 'text/html'), other = page.getElementById('queue');
		if (got.ok && other) {
			$('queue').replaceWith(document.adoptNode(other));
			box.dataset.csrf = page.getElementById('radio').dataset.csrf;
		}
	} catch (e) { /* as it was */ }
	look();
}

function look() {
	const q = $('queue').dataset;
	turn = q.turn;
	$('speak').hidden = !q.hers || !window.MediaRecorder || !MediaRecorder.isTypeSupported(mime);
	if (mic && (!q.hers || take.speech !== turn))
		silence('over');
}

addEventListener('submit', async (e) => {
	if (!e.target.closest('#queue'))
		return;
	e.preventDefault();
	try {
		await fetch(e.target.action, { method: 'POST', body: new URLSearchParams(new FormData(e.target)) });
	} catch (x) { /* the queue says how it stands */ }
	refresh();
});

// Who waits for the word asks whether it is hers; who runs the meeting sees the hands. Everybody else asks nothing.
setInterval(async () => {
	const q = $('queue').dataset;
	if (box.dataset.runs)
		return refresh();
	if (!q.up && !mic)
		return undefined;
	try {
		const now = await (await fetch(`/sonido/${box.dataset.room}?turno=1`)).json();
		if (now.turn !== q.turn || now.hers !== Boolean(q.hers))
			refresh();
	} catch (e) { /* the next time */ }
	return undefined;
}, 5000);

if (box && window.MediaSource && window.ReadableStream && MediaSource.isTypeSupported(mime)) {
	$('instead').hidden = true;
	box.hidden = false;
	look();
}
