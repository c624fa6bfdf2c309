// Bytes that the server sends as text.

// Return the bytes behind base64. In a loop: `Uint8Array.from` with a function takes hundreds of times as long.
export function bytesOf(text) {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let index = 0; index < letters.length; index++) bytes[index] = letters.charCodeAt(index);
  return bytes;
}
