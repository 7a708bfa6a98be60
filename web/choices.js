// Styles and paces: fetched once for each run of the server, chosen in the settings.

import { api } from './api.js';
import { Choice } from './choice.js';
import { inLanguage } from './texts.js';

/** @type {{profiles: Record<string, {label: string}>, presets: Record<string, {label: string}>}} */
let known = { profiles: {}, presets: {} };

/** For people. @param {string} key of a profile */
export const styleName = (key) => inLanguage(known.profiles[key]?.label ?? key);

/** @param {string} key of a preset */
export const paceName = (key) => inLanguage(known.presets[key]?.label ?? key);

export class Choices {
  /**
   * @param {object} parts
   * @param {import('./state.js').State} parts.state
   * @param {HTMLSelectElement} parts.styles
   * @param {HTMLSelectElement} parts.paces
   * @param {HTMLElement} parts.paceText   what the pace is for
   * @param {(error: Error|null) => void} parts.reportStyle
   * @param {(error: Error|null) => void} parts.reportPace
   */
  constructor(parts) {
    Object.assign(this, parts);
    const { state } = this;
    this.style = new Choice({
      select: this.styles, choose: api.setProfile, report: this.reportStyle, shown() {},
    });
    this.pace = new Choice({
      select: this.paces, choose: api.setPreset, report: this.reportPace,
      shown: (key) => (this.paceText.textContent = inLanguage(state.now.presets[key]?.description ?? '')),
    });
    // The page asks for them the first time before it connects.
    state.subscribe(({ run }) => run, (run) => (run > 1 || (run === 1 && !this.style.active)) && this.load());
    const active = ({ status, profiles }) =>
      status && Object.keys(profiles).length ? [status.active_profile, status.active_preset ?? ''] : undefined;
    state.subscribe(active, ([style, pace]) => {
      this.style.showActive(style);
      this.pace.showActive(pace);
    });
  }

  async load() {
    try {
      const [profiles, presets] = await Promise.all([api.profiles(), api.presets()]);
      known = { profiles: profiles.profiles, presets: presets.presets };
      this.state.update(known);
      this.style.fill(profiles.profiles, profiles.active);
      this.pace.fill(presets.presets, presets.active);
      this.reportStyle(null);
    } catch (error) {
      this.reportStyle(error);
    }
  }
}
