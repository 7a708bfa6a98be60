// The page's suggested instructions: the profile's own sentence and two more that the present commentator can follow.

const EVERYTHING = 'Tell me what happens, as it happens.';
const MOVEMENT = ['Tell me what moves, and where.', 'Tell me when the light changes.'];
// In words that the built-in eyes heed.
const FOR_WATCHER = {
  default: [EVERYTHING, 'Only people: who comes and who goes.', 'How many people are there?'],
  sports: ['Follow the ball and the players.', 'Only tell me about the ball.', 'How many people are there?'],
  security: [
    'Report people and vehicles: who comes and who goes.', 'Only vehicles, please.', 'Report people and bags.',
  ],
  nature: ['Tell me which animals come and what they do.', 'Only birds, please.', 'Tell me when the light changes.'],
};
const FOR_MODEL = ['Describe the scene once, then only what changes.', 'Count the people in view.'];

/**
 * @param {import('./state.js').Status} status
 * @param {string} profile its key
 * @param {string} own its suggestion
 * @returns {string[]} the best one first
 */
export function suggestionsFor(status, profile, own) {
  if (!status.engine.heeds.length) return [own, ...FOR_MODEL].filter(Boolean);
  if (['broken', 'off'].includes(status.perception.detector)) return MOVEMENT;
  return FOR_WATCHER[profile] ?? FOR_WATCHER.default;
}
