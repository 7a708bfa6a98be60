// What the page suggests to ask for: the profile's own sentence, as far as whoever comments can follow it.

const EVERYTHING = 'Tell me what happens, as it happens.';
const MOVEMENT = 'Tell me what moves, and where.';
// In words that the built-in watcher heeds.
const FOR_WATCHER = {
  sports: 'Follow the ball and the players.',
  security: 'Report people and vehicles: who comes and who goes.',
  nature: 'Tell me which animals come and what they do.',
};

/** @param {any} status null: not known yet @param {string} profile its key @param {string} own its suggestion */
export function suggestionFor(status, profile, own) {
  if (!status || !status.engine.heeds.length) return own;
  if (['broken', 'off'].includes(status.perception.detector)) return MOVEMENT;
  return FOR_WATCHER[profile] ?? EVERYTHING;
}
