// The views: what each is called, what it asks for, and how often it asks again (milliseconds; 0: not by itself).
import { loadKeys } from './keys.js';
import { loadModels } from './models.js';
import { loadOverview } from './overview.js';
import { loadParties } from './parties.js';
import { loadRequests } from './requests.js';

export const TABS = {
  overview: { name: 'Overview', load: loadOverview, every: 20_000, needsRecords: true },
  keys: { name: 'Keys', load: loadKeys, every: 30_000, needsRecords: true },
  teams: { name: 'Teams', load: () => loadParties('teams'), every: 30_000, needsRecords: true },
  users: { name: 'Users', load: () => loadParties('users'), every: 30_000, needsRecords: true },
  requests: { name: 'Requests', load: loadRequests, every: 1000 },
  models: { name: 'Models', load: loadModels, every: 300_000 },
};

/** The view that an address names. */
export const viewOf = (hash) => Object.hasOwn(TABS, hash.slice(1)) ? hash.slice(1) : 'overview';
