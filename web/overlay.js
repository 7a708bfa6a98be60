// The captions alone: a transparent page that OBS lays over a picture.

import './texts.js';
import { View } from './view.js';

const view = new View({ captions: document.getElementById('captions'), locked: document.getElementById('locked') });
view.begin();
