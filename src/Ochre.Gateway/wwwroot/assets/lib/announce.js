// Says something to those who cannot see the page change.

/** Politely: after what is being read now. */
export function announce(text) {
  document.getElementById('announcer').textContent = text;
}
