/* Three tones that cannot be mistaken for one another, made here: no file is loaded. */
let context = null;

/* A browser lets nothing sound before somebody pressed a key. */
export function unlock() {
  try {
    context ??= new AudioContext();
    if (context.state === "suspended") context.resume();
  } catch {
    // No sound then: colour, word and icon say it as well.
  }
}

export function play(tone) {
  unlock();
  if (!context) return;
  const notes = { good: [["sine", 880, 0, 0.07], ["sine", 1320, 0.07, 0.1]], ask: [["triangle", 587, 0, 0.12], ["triangle", 587, 0.2, 0.12]] }[tone] ?? [["square", 165, 0, 0.4]];
  for (const [shape, pitch, from, long] of notes) {
    const start = context.currentTime + from;
    const voice = context.createOscillator();
    const volume = context.createGain();
    voice.type = shape;
    voice.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, start);
    volume.gain.exponentialRampToValueAtTime(shape === "square" ? 0.12 : 0.25, start + 0.01);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + long);
    voice.connect(volume).connect(context.destination);
    voice.start(start);
    voice.stop(start + long + 0.02);
  }
}
