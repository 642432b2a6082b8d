// No text is lost when a session ends while somebody writes: before a form is sent, the site is asked who is signed in.
// If nobody is, the form stays, and a notice says what to do; signing in anew gives the form a new token.
// A form is sent once, however often somebody clicks: the second answer would tell of the first as of somebody else's.
(() => {
  const { address, user } = document.currentScript.dataset;
  const notices = document.getElementById('session-notices').content;
  const cleared = new WeakSet();
  const SENDS = 10_000; // In ms; who clicks again after that means it.
  const sentAt = new WeakMap();
  let shown = null;

  const show = (name) => {
    if (shown?.dataset.case === name) return;
    shown?.remove();
    shown = name && document.body.appendChild(notices.querySelector(`[data-case="${name}"]`).cloneNode(true));
  };

  // The case that keeps the form from being sent; nothing where all is well.
  const look = async () => {
    let answer;
    try {
      answer = await fetch(address, { headers: { 'X-Requested-With': 'XMLHttpRequest' }, cache: 'no-store' });
    } catch {
      return 'away';
    }
    if (answer.status === 403) return 'ended';
    if (!answer.ok) return 'away';
    const now = await answer.json();
    if (String(now.user) !== user) return 'other';
    for (const field of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) field.value = now.token;
    return null;
  };

  document.addEventListener('submit', async (event) => {
    const { target: form, submitter } = event;
    if (form.method !== 'post' || !form.closest('main') || cleared.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.timeStamp < sentAt.get(form) + SENDS) return;
    sentAt.set(form, event.timeStamp);
    const obstacle = await look();
    show(obstacle);
    if (obstacle) sentAt.delete(form);
    // The button was switched off when it was pressed; its name says what to do, and only a button that is on is sent.
    if (submitter) submitter.disabled = false;
    submitter?.setAttribute('data-w-progress-loading-value', 'false');
    if (obstacle) return;
    cleared.add(form);
    form.requestSubmit(submitter);
  }, true);
  window.addEventListener('submit', (event) => event.defaultPrevented && sentAt.delete(event.target));

  // The editor saves by itself; what keeps it from doing so may be the end of the session.
  document.addEventListener('w-autosave:error', async (event) => {
    if (event.detail.type === 'server_error') show(await look());
  });

  // Back from the other tab: by a click or the keyboard, or because it closed; whoever sees both has no need to come back.
  const back = async () => {
    if (document.hidden || !shown || shown.dataset.case === 'back') return;
    const obstacle = await look();
    show(obstacle || 'back');
    const editor = document.querySelector('form[data-controller~="w-autosave"]');
    if (!obstacle) editor?.dispatchEvent(new CustomEvent('w-unsaved:add', { bubbles: true, cancelable: true, detail: { type: 'edits' } }));
  };
  window.addEventListener('focus', back);
  document.addEventListener('visibilitychange', back);

  // Whoever writes hears of it within half a minute, also where nothing saves by itself.
  let writes = false;
  document.addEventListener('input', (event) => {
    writes ||= Boolean(event.target.closest('main form[method="post" i]'));
  });
  setInterval(async () => {
    if (!writes || document.hidden) return;
    if (shown) {
      back();
      return;
    }
    const obstacle = await look();
    if (obstacle !== 'away') show(obstacle);
  }, 30_000);

  document.addEventListener('w-autosave:success', () => shown && show(null));
})();
