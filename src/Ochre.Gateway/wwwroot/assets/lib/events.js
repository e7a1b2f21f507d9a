// Server-sent events of a fetch, with their comments: EventSource can neither post nor send a key.

/** Yields `{ event, data }` for each event, `{ comment }` for each comment, as they arrive. */
export async function* eventsOf(answer) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  const lines = new Lines();
  let [event, data] = ['message', []];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done)
        return;
      for (const line of lines.take(value)) {
        if (line === '') {
          if (data.length > 0)
            yield { event, data: data.join('\n') };
          [event, data] = ['message', []];
        } else if (line.startsWith(':')) {
          yield { comment: line.slice(1).trim() };
        } else {
          const [, name, text] = /^([^:]*):? ?(.*)$/s.exec(line);
          if (name === 'event')
            event = text;
          else if (name === 'data')
            data.push(text);
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** An image is one line of megabytes: its pieces are joined once, when its end has come. */
class Lines {
  #pieces = [];

  take(text) {
    const parts = text.split(/\r?\n/);
    const whole = [];
    while (parts.length > 1) {
      this.#pieces.push(parts.shift());
      whole.push(this.#pieces.join(''));
      this.#pieces = [];
    }
    this.#pieces.push(parts[0]);
    return whole;
  }
}
