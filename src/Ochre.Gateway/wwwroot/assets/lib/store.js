// One object that everything on a page follows from.

/** `change` takes over properties and has the page drawn anew, once for all changes of a moment; `onChange` says who draws. */
export function store(state) {
  const listeners = [];
  let isScheduled = false;
  return {
    state,
    onChange: (listener) => listeners.push(listener),
    change(part = {}) {
      Object.assign(state, part);
      if (isScheduled)
        return;
      isScheduled = true;
      queueMicrotask(() => {
        isScheduled = false;
        for (const listener of listeners)
          listener();
      });
    },
  };
}
