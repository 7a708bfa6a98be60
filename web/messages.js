// The page's texts beside those in index.html, in English. Tests compare sentences by these names: polish one here and
// no test breaks. The other languages, messages-de.js and messages-es.js, have the same names;
// {} in their `page` stands for the elements inside the English text.

export const unreached = "Can't reach NerdPudding.";
/** @param {string} status */
export const serverStatus = (status) => `The server answered with status ${status}.`;
export const connectionLost = 'Connection to NerdPudding lost';
export const noConnection = 'No connection';
export const retrying = 'Retrying…';
export const backAgain = 'Back again.';
/** @param {string} words @param {string} last */
export const listed = (words, last) => `${words} and ${last}`;

export const otherTabSounds = 'Another tab has the sound now.';
export const cannotShare = 'This part of the page could not be loaded: reload the page.';
export const onlyThisMachine =
  'Only this machine can open this address: start NerdPudding with --host 0.0.0.0 to reach it from your phone.';
export const phoneNeedsHttps = 'A phone gives its camera to https pages only: start NerdPudding with TLS=self-signed.';
export const everybodySteers = 'No token is needed: anybody who opens this link may steer.';
export const linkSteers = 'Anybody with this link may steer.';
export const noWatchToken =
  'There is no token for watching yet: set WATCH_TOKEN to 16 letters and digits or more and start NerdPudding again.';
export const viewsHoldControl =
  'These addresses hold the token for steering, as there is none for watching. Set WATCH_TOKEN before you give them away.';

export const nothingToWatch = 'Nothing to watch yet';
export const giveItAVideo = 'Give it a video file, a camera or an address.';
/** @param {string} name */
export const openingSource = (name) => `Opening ${name}…`;
export const tryingAgain = 'Trying again…';
/** @param {string} time */
export const nextTry = (time) => `Next try in ${time}`;
export const noPicture = 'No picture';
/** @param {string} what @param {string} time */
export const forSoLong = (what, time) => `${what} for ${time}`;
export const pictureIsThere = 'The picture is there.';
export const pictureIsGone = 'The picture is gone';
/** @param {string} time */
export const pictureIsBack = (time) => `The picture is back after ${time}`;
/** @param {string} name */
export const nowWatching = (name) => `Now watching ${name}`;

export const stateConnecting = 'Opening';
export const stateLive = 'Live';
export const stateWaiting = 'Waiting';
export const stateEnded = 'Ended';
export const stateStopped = 'Stopped';

export const browserWebcam = 'Browser webcam';
/** @param {string} who */
export const webcamOf = (who) => `Webcam ${who}`;
/** @param {string} count */
export const cameraNumber = (count) => `Camera ${count}`;

export const idle = 'Idle';
export const writing = 'Writing';
export const watching = 'Watching';
export const emptyNoSource = 'What the commentator says about your video will be here.';
export const emptyWatching = 'Watching. The first line comes as soon as there is something to say.';
export const emptyIdle = 'The commentator rests. Give it an instruction and it begins.';

/** @param {string} time */
export const blackFor = (time) => `The picture has been black for ${time}.`;
/** @param {string} time */
export const frozenFor = (time) => `The picture has stood still for ${time}. Has the camera frozen?`;
export const testCard = 'Only a test card is shown.';
export const cameraMoves = 'The camera moves, so it is hard to tell what moves by itself.';
/** @param {string} time */
export const nothingMoved = (time) => `Nothing has moved for ${time}.`;
export const notInView = 'Nothing of what you asked for is in view.';
/** @param {string} time */
export const nothingNew = (time) => `Nothing new for ${time}.`;
/** @param {string} time */
export const thinkingFor = (time) => `The model has been thinking for ${time}.`;

export const watchFor = 'Watch for';
export const noInstruction = 'No instruction';
/** @param {string} name */
export const newStyle = (name) => `Style: ${name}`;
/** @param {string} name */
export const newPace = (name) => `Pace: ${name}`;
export const nothingGetsAName = 'Nothing can be named';
export const modelIsGone = 'The model is away; the built-in eyes comment meanwhile';
/** @param {string} time */
export const modelIsBack = (time) => `The model is back after ${time}`;
/** @param {string} count */
export const entriesKept = (count) => `${count} entries`;
export const linesNotKept = 'Lines are not being kept';
export const linesKeptAgain = 'Lines are kept again';
export const cutShort = 'cut short';
export const failed = 'failed';
/** @param {string} times */
export const failedTimes = (times) => `failed ${times} times`;
export const more = 'more';
export const less = 'less';

export const whatToWatchFor = 'What should the commentator watch for?';
/** @param {number} step @param {number} of */
export const stepOf = (step, of) => `${step} of ${of}`;
export const nextStep = 'Next';
export const lastStep = 'Done';
/** @param {string} words */
export const follows = (words) => `, following ${words}.`;
/** @param {string} words */
export const looksFor = (words) => `, looking for ${words}.`;
export const moreThings = 'more';
/** @param {string} words */
export const heedsWords = (words) => `Of an instruction it understands the words for ${words}.`;

export const start = 'Start';
export const stop = 'Stop';
export const switchSource = 'Switch';
export const opening = 'Opening…';
export const stopping = 'Stopping…';
/** @param {string} name */
export const openAgain = (name) => `Open ${name} again`;

export const none = 'None';
export const noSound = 'None';
export const off = 'Off';
export const starting = 'Starting';
export const notReady = 'Not ready';
/** @param {string} rate */
export const framesPerSecond = (rate) => `${rate} fps`;
export const reconnectedOnce = 'reconnected once';
/** @param {string} times */
export const reconnectedTimes = (times) => `reconnected ${times} times`;
/** @param {string} name */
export const engineNotReady = (name) => `${name} is not ready`;
/** @param {string} name */
export const meanwhile = (name) => `Meanwhile: ${name}.`;
/** @param {string} name */
export const seesMovementOnly = (name) => `${name}, sees movement only`;
/** @param {string} name */
export const isNoModel = (name) => `${name}, not a model`;
/** @param {string} name */
export const waitsForSpeech = (name) => `${name}, waits while somebody speaks`;
/** @param {string} name */
export const inPausesOnly = (name) => `${name}, in pauses only`;
/** @param {string} name */
export const hearsNothing = (name) => `${name}, hears nothing`;

export const custom = 'Custom';
export const paceQuiet = 'Quiet place';
export const paceFast = 'Fast (default)';
export const paceSlow = 'Slow and detailed';
export const paceEverything = 'Everything';
export const paceQuietText = 'Looks once a second and speaks up when something changes.';
export const paceFastText = 'The newest moment in short lines.';
export const paceSlowText = 'Looks at four seconds at once and tells how things develop.';
export const paceEverythingText = 'Ten pictures a line with hardly a pause; needs a fast GPU.';
export const styleDefault = 'General commentator';
export const styleDescriptive = 'Description for listeners';
export const styleNature = 'Nature';
export const styleSecurity = 'Security watch';
export const styleSports = 'Sports';

export const mute = 'Mute';
export const turnOnSound = 'Turn on sound';
export const voiceIsOff = 'The voice is off';
export const noSoundAllowed = 'This browser does not let the page play sound.';
export const hearIt = 'Hear it';
/** @param {string} speed */
export const asFast = (speed) => `${speed} as fast as usual`;
/** @param {string} speed */
export const backTo = (speed) => `Back to ${speed}`;

export const nothingRemembered = 'Nothing yet.';

export const changeAbove = 'can be changed on this page';
export const fromPace = 'from the pace';
export const fromPage = 'chosen on the page';
export const fromDotenv = 'set in .env';
export const fromEnvironment = 'set in the environment';
export const fromFlag = 'set by a flag';
/** @param {string} count */
export const soManySet = (count) => `${count} set`;

export const camera = 'Camera';
export const theCamera = 'camera';
export const theScreen = 'screen';
export const backCamera = 'Back camera';
export const frontCamera = 'Front camera';
export const noSecurePage =
  'Browsers give a camera to secure pages only: start NerdPudding with TLS=self-signed and open it as https, or use ' +
  'localhost.';
/** @param {string} what */
export const notGivenToBrowser = (what) =>
  `The system does not give the ${what} to this browser: allow it in its privacy settings.`;
/** @param {string} what */
export const notGivenToPage = (what) =>
  `The browser does not give the ${what} to this page: allow it beside the address and try again.`;
export const noCameraFound = 'The browser finds no camera: connect one and try again.';
/** @param {string} what */
export const cannotBeRead = (what) =>
  `The ${what} cannot be read, perhaps another program uses it: close that one and try again.`;
/** @param {string} what @param {string} why */
export const notOpened = (what, why) => `The ${what} could not be opened: ${why}`;
export const cameraIsGone = 'The camera is gone: connect it again, or choose another one.';

export const joining = 'Joining…';
export const joiningTheRoom = 'NerdPudding is joining the LiveKit room…';
export const clientNotLoaded =
  'The LiveKit client of this page could not be loaded. Is NerdPudding still running?';
export const roomNotSecure =
  'This page is https and the LiveKit server is not: set LIVEKIT_PUBLIC_URL to a wss address.';
/** @param {string} host */
export const nothingGetsThrough = (host) =>
  `The LiveKit server at ${host} answers, but no picture or sound gets through: open its ports for media.`;
/** @param {string} host */
export const roomTakesNoToken = (host) =>
  `The LiveKit server at ${host} does not take the token: check LIVEKIT_API_KEY and LIVEKIT_API_SECRET.`;
/** @param {string} host */
export const roomDoesNotAnswer = (host) =>
  `The LiveKit server at ${host} does not answer this browser: check that it runs and that LIVEKIT_PUBLIC_URL is its ` +
  'address from here.';
export const openedTwice = 'This tab was opened a second time and the other one has taken its place in the room.';
export const sentOut = 'Somebody has sent this page out of the room.';
export const roomIsLost = 'The connection to the room is lost; it is tried again.';
export const roomIsInterrupted = 'The connection to the room is interrupted. Reconnecting…';

export const publishingInterrupted = 'The connection to NerdPudding is interrupted. Your picture is sent again…';
export const publishingEnded = 'NerdPudding has ended the connection several times: check the camera, then publish again.';
export const nothingGetsThroughToServer =
  'NerdPudding answers, but no picture gets through to it: open its UDP ports, or set ICE_SERVERS to a TURN server.';

export const publish = 'Publish';
export const yourCamera = 'Your camera';
export const yourScreen = 'Your screen';
export const shareScreen = 'Share the screen';
export const showCamera = 'Show the camera';
export const watchThisOne = 'Watch this one';
export const stopWatching = 'Stop watching';
export const shareAgain = 'This page was reloaded while it shared the screen: share it again.';
/** @param {string} what */
export const isWatched = (what) => `Your ${what} is being watched.`;
/** @param {string} what */
export const isNotWatched = (what) => `Your ${what} is published, but something else is being watched.`;
/** @param {string} what */
export const isPublishedAgain = (what) => `Your ${what} is published again as soon as the connection is there.`;

export const newestVideo = 'The newest video';
export const nothingOfTheRoom = 'Nothing from the room';
/** @param {string} who */
export const showsNothing = (who) => `${who}, who shows nothing`;
/** @param {string} who */
export const screenOf = (who) => `The screen of ${who}`;
/** @param {string} who */
export const cameraOf = (who) => `The camera of ${who}`;
/** @param {string} what */
export const isPaused = (what) => `${what}, paused`;

export const playback = 'Playback';
export const play = 'Play';
export const pause = 'Pause';
/** @param {string} label of what the key does, too */
export const bySpace = (label) => `${label} (Space)`;
export const playAgain = 'Play again';
export const fromTheBeginning = 'From the beginning';
export const repeat = 'Repeat';
export const positionInFile = 'Position in the file';
/** @param {string} at @param {string} length */
export const placeOf = (at, length) => `${at} of ${length}`;
export const noOtherPlace = 'This video can be played from its beginning only.';
export const file = 'File';
export const filePaused = 'Paused';
export const fileEnded = 'Ended';
/** @param {string} seconds */
export const inStep = (seconds) => `In step · ${seconds} s`;
export const stats = 'Stats for nerds';
export const firstWord = 'First word';
export const firstSound = 'First sound';
export const lineEnd = 'End of the text';
/** @param {string} count */
export const waysOfLines = (count) =>
  `How long the words of the last ${count} lines took: first word, first sound and end, in seconds after the picture.`;
export const statPicture = 'Picture';
export const statSound = 'Sound';
export const statEngine = 'Model';
export const statVoice = 'Voice';
export const statBehind = 'Behind live';
export const statLastLine = 'Last line';
export const statCycles = 'Cycles';
export const statAudience = 'Streams';
export const statUptime = 'Running for';
export const statVersion = 'Version';
/** @param {string} rate */
export const measuredRate = (rate) => `${rate} fps at the moment`;
/** @param {string} time */
export const afterPicture = (time) => `${time} after its picture (median)`;
/** @param {string} time */
export const fromOldestPicture = (time) => `${time} from its oldest picture to its end`;
/** @param {string} cycles @param {string} frames */
export const cyclesAndFrames = (cycles, frames) => `${cycles}, ${frames} frames kept`;
/** @param {string} pictures @param {string} sounds */
export const audience = (pictures, sounds) => `pictures ${pictures}, sound ${sounds}`;

export const moreOfLine = 'More about this line';
export const watchLine = 'Watch';
export const copyTextOfLine = 'Copy text';
export const copyLinkOfLine = 'Copy link';
export const wrongLine = 'Wrong';
export const markedWrong = 'marked wrong';
export const copied = 'Copied.';
export const linkCopied = 'Link copied.';
export const cannotCopy = 'The browser does not let this page copy: select the text and copy it yourself.';
export const keysOfList = 'Arrow keys move from line to line. Enter shows its picture, the menu key what else can be done.';
export const loadingLines = 'Loading…';
export const nothingOlder = 'Nothing older is kept.';
export const lineIsGone = 'The line of this link is not kept any more.';
export const momentIsGone = 'No line of that moment is kept any more.';
export const replay = 'Replay';
export const lookingForMoment = 'Looking for that moment…';
export const smallPictureOnly = 'Only a small picture of this is left.';
export const noPictureLeft = 'No picture of this is left.';
export const backToLive = 'Back to live';
export const searchLines = 'Search what was said';
export const clearSearch = 'Clear the search';
export const filterLines = 'Filter by source and day';
export const ofSource = 'From';
export const allSources = 'All sources';
export const ofDay = 'Day';
export const searching = 'Searching…';
/** @param {string} words */
export const nothingFound = (words) => `No line matches “${words}”.`;
export const nothingSaid = 'No line is kept of that.';
export const oneLine = '1 line';
/** @param {string} count */
export const allLines = (count) => `${count} lines`;
/** @param {string} count */
export const moreLines = (count) => `More than ${count} lines`;
export const saveLines = 'Save the commentary';
export const linesOf = 'Lines of';
export const linesOfSource = 'this source';
export const linesOfToday = 'today';
export const allLinesKept = 'all that is kept';
export const asVtt = 'Subtitles (.vtt)';
export const asSrt = 'Subtitles (.srt)';
export const asText = 'Text';
export const asJson = 'JSON';
export const copyLines = 'Copy';

export const namedSources = 'Named sources';
export const nameIt = 'Name it';
export const nameExample = 'Front door';
export const nameWhatRuns = (name) => `Give ${name} a name`;
export const rename = (name) => `Rename ${name}`;
export const newNameOf = (name) => `The new name of ${name}`;
export const removeName = (name) => `Take ${name} off the list`;
export const removeForGood = 'Take it off';
export const uploadVideo = 'A video on this device';
export const chooseFile = 'Choose a video file';
export const dropHint = 'You can also drop it anywhere on this page, or paste it.';
export const playSample = 'Play the sample';
export const uploadedVideos = 'Uploaded videos';
/** @param {string} done @param {string} all */
export const uploadedSoFar = (done, all) => `${done} of ${all} MB`;
export const uploadWaits = 'The connection is interrupted. The upload goes on by itself.';
export const checkingUpload = 'Opening the video…';
export const cancel = 'Cancel';
export const oneUploadAtATime = 'Another video is on its way: wait for it, or cancel it.';
/** @param {string} name */
export const fileIsEmpty = (name) => `${name} is empty: choose another file.`;
export const folderDropped = 'That is a folder: drop one video file.';
export const signInToChoose = 'Only people who steer can choose a video: sign in to steer.';
/** @param {string} name */
export const deleteVideo = (name) => `Delete ${name}`;
export const deleteForGood = 'Delete for good';
/** @param {string} free @param {string} days */
export const uploadsAreKept = (free, days) => `${free} MB are free. A video is deleted ${days} days after its upload.`;
/** @param {string} free */
export const roomForUploads = (free) => `${free} MB are free.`;
export const onThisMachine = 'On the machine that runs NerdPudding';
export const folder = 'Folder';
export const allFolders = 'All folders';
export const searchVideos = 'Search for videos';
export const moreVideos = 'Show more';
export const noVideosHere = 'There are no videos here.';
/** @param {string} words */
export const noVideoFound = (words) => `No video matches “${words}”.`;
export const searchWasCut = 'There are more: search for more words, or in a folder.';
export const cameras = 'Cameras';
export const lookingForCameras = 'Looking for cameras…';
export const noCameras = 'No camera was found on this machine or in its network. Switch ONVIF on in the camera, or type its rtsp:// address above.';
export const userName = 'Camera user name';
export const password = 'Camera password';
export const cameraPath = 'Path on the camera';
export const openCamera = 'Open';
export const modelSection = 'Model';
export const builtInEyes = 'Built-in eyes';
export const aboutEyes = 'They name people, animals and things, and need no download.';
export const firstModel = 'the first model';
/** @param {string} model @param {string} server */
export const modelAtServer = (model, server) => `${model} at ${server}`;
/** @param {string} name */
export const commentsNow = (name) => `Now: ${name}`;
/** @param {string} name */
export const checksModel = (name) => `Checking ${name}…`;
/** @param {string} name */
export const loadsModel = (name) => `Loading ${name}… Meanwhile the built-in eyes comment.`;
export const fromStart = 'Set where NerdPudding was started';
/** @param {string} device */
export const fitsOnGpu = (device) => `fits on ${device}`;
export const fitsInMemory = 'fits in memory, slow without a graphics card';
export const fitsNowhere = 'too large for this machine';
/** @param {string} size */
export const aboutSoLarge = (size) => `about ${size}`;
export const recommended = 'Recommended';
export const moreModels = 'More models';
/** @param {string} size */
export const freeForModels = (size) => `${size} are free for models.`;
export const use = 'Use';
export const download = 'Download';
export const goOn = 'Go on';
/** @param {string} name */
export const downloadOf = (name) => `Download of ${name}`;
/** @param {string} done @param {string} all */
export const soMuchOf = (done, all) => `${done} of ${all}`;
export const pullPaused = 'paused';
export const checkingPull = 'Checking what is here…';
export const askingHub = 'Asking the hub…';
export const modelServers = 'Model servers';
export const noModelServers = 'No model server answers on the machine that runs NerdPudding.';
export const lookAgain = 'Look again';
export const serverIsEmpty = 'It has no model: load one there.';
/** @param {string} server */
export const modelOf = (server) => `Model of ${server}`;
export const anotherServer = 'A server at another address';
export const address = 'Address';
export const modelIfSeveral = 'Model, if it has several';
export const keyIfAsked = 'Key, if it asks for one';
export const picturesLeave = 'The pictures are sent to this server.';
export const useServer = 'Use this server';
