// Script calls of message views: nothing here makes markup.

export function scrollTo(element, top) {
  element?.scrollTo({ top: Math.max(0, top - element.clientHeight / 2) });
}

export async function copy(text) {
  await navigator.clipboard.writeText(text);
}
