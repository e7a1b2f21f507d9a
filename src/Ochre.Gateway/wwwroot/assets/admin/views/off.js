import { html } from '../../vendor/lit-html/lit-html.js';

/** Where nothing is recorded there is nothing to show, and the page says why. */
export const off = () => html`
  <section class="card" id="off">
    <h2>This gateway records nothing</h2>
    <p>It runs with <code>OCHRE_DATABASE=off</code>. Virtual keys, teams, users and what was spent are kept in a database, so there are none here; only the keys of the configuration open it.</p>
    <p>Take that setting away and start the gateway again: it then keeps them in a file of its data folder, with nothing to set up.</p>
    <p><a href="#requests">Requests</a> and <a href="#models">models</a> are there all the same.</p>
  </section>`;
