// The page in German. The names are those of messages.js and index.html.

export const unreached = 'NerdPudding ist nicht erreichbar.';
export const serverStatus = (status) => `Der Server hat mit Status ${status} geantwortet.`;
export const connectionLost = 'Keine Verbindung zu NerdPudding';
export const noConnection = 'Keine Verbindung';
export const retrying = 'Neuer Versuch…';
export const backAgain = 'Wieder da.';
export const listed = (words, last) => `${words} und ${last}`;

export const nothingToWatch = 'Noch nichts zu sehen';
export const giveItAVideo = 'Gib eine Videodatei, eine Kamera oder eine Adresse an.';
export const openingSource = (name) => `${name} wird geöffnet…`;
export const tryingAgain = 'Neuer Versuch…';
export const nextTry = (time) => `Nächster Versuch in ${time}`;
export const noPicture = 'Kein Bild';
export const forSoLong = (what, time) => `${what} seit ${time}`;
export const pictureIsThere = 'Das Bild ist da.';
export const pictureIsGone = 'Das Bild ist weg';
export const pictureIsBack = (time) => `Das Bild ist nach ${time} wieder da`;
export const nowWatching = (name) => `Jetzt zu sehen: ${name}`;

export const stateConnecting = 'Wird geöffnet';
export const stateLive = 'Live';
export const stateWaiting = 'Wartet';
export const stateEnded = 'Zu Ende';
export const stateStopped = 'Gestoppt';

export const browserWebcam = 'Browser-Webcam';
export const webcamOf = (who) => `Webcam ${who}`;
export const cameraNumber = (count) => `Kamera ${count}`;

export const idle = 'Pause';
export const writing = 'Schreibt';
export const watching = 'Sieht zu';
export const emptyNoSource = 'Hier steht, was der Kommentator zu deinem Video sagt.';
export const emptyWatching = 'Sieht zu. Die erste Zeile kommt, sobald es etwas zu sagen gibt.';
export const emptyIdle = 'Der Kommentator macht Pause. Gib ihm eine Anweisung, dann legt er los.';

export const blackFor = (time) => `Das Bild ist seit ${time} schwarz.`;
export const frozenFor = (time) => `Das Bild steht seit ${time}. Hängt die Kamera?`;
export const testCard = 'Es ist nur ein Testbild zu sehen.';
export const cameraMoves = 'Die Kamera bewegt sich, deshalb ist schwer zu erkennen, was sich von selbst bewegt.';
export const nothingMoved = (time) => `Seit ${time} hat sich nichts bewegt.`;
export const notInView = 'Nichts von dem, wonach du gefragt hast, ist im Bild.';
export const nothingNew = (time) => `Seit ${time} nichts Neues.`;
export const thinkingFor = (time) => `Das Modell denkt seit ${time} nach.`;

export const watchFor = 'Achte auf';
export const noInstruction = 'Keine Anweisung';
export const newStyle = (name) => `Stil: ${name}`;
export const newPace = (name) => `Tempo: ${name}`;
export const nothingGetsAName = 'Nichts kann benannt werden';
export const modelIsGone = 'Das Modell ist nicht da; solange kommentiert die eingebaute Erkennung';
export const modelIsBack = (time) => `Das Modell ist nach ${time} wieder da`;
export const entriesKept = (count) => `${count} Einträge`;
export const linesNotKept = 'Die Zeilen werden nicht aufbewahrt';
export const linesKeptAgain = 'Die Zeilen werden wieder aufbewahrt';
export const cutShort = 'abgebrochen';
export const failed = 'fehlgeschlagen';
export const failedTimes = (times) => `${times}-mal fehlgeschlagen`;
export const more = 'mehr';
export const less = 'weniger';

export const whatToWatchFor = 'Worauf soll der Kommentator achten?';
export const stepOf = (step, of) => `${step} von ${of}`;
export const nextStep = 'Weiter';
export const lastStep = 'Fertig';
export const follows = (words) => `, folgt hier: ${words}.`;
export const looksFor = (words) => `, sucht nach: ${words}.`;
export const moreThings = 'mehr';
export const heedsWords = (words) => `Von einer Anweisung versteht sie die englischen Wörter für: ${words}.`;

export const start = 'Start';
export const stop = 'Stopp';
export const switchSource = 'Wechseln';
export const opening = 'Öffnet…';
export const stopping = 'Stoppt…';
export const openAgain = (name) => `${name} wieder öffnen`;

export const none = 'Keins';
export const noSound = 'Keiner';
export const off = 'Aus';
export const starting = 'Startet';
export const notReady = 'Nicht bereit';
export const framesPerSecond = (rate) => `${rate} Bilder/s`;
export const reconnectedOnce = 'einmal neu verbunden';
export const reconnectedTimes = (times) => `${times}-mal neu verbunden`;
export const engineNotReady = (name) => `${name} ist nicht bereit`;
export const meanwhile = (name) => `Solange: ${name}.`;
export const seesMovementOnly = (name) => `${name}, sieht nur Bewegung`;
export const isNoModel = (name) => `${name}, kein Modell`;
export const waitsForSpeech = (name) => `${name}, wartet, solange jemand spricht`;
export const inPausesOnly = (name) => `${name}, nur in Sprechpausen`;
export const hearsNothing = (name) => `${name}, hört nichts`;

export const custom = 'Eigene Werte';
export const paceQuiet = 'Ruhiger Ort';
export const paceFast = 'Schnell (Standard)';
export const paceSlow = 'Langsam und ausführlich';
export const paceEverything = 'Alles';
export const paceQuietText = 'Sieht einmal je Sekunde hin und meldet sich, wenn sich etwas ändert.';
export const paceFastText = 'Der neueste Moment in kurzen Zeilen.';
export const paceSlowText = 'Betrachtet vier Sekunden am Stück und erzählt, wie sich etwas entwickelt.';
export const paceEverythingText = 'Zehn Bilder je Zeile und kaum Pausen; braucht eine schnelle GPU.';
export const styleDefault = 'Allgemeiner Kommentar';
export const styleDescriptive = 'Bildbeschreibung';
export const styleNature = 'Natur';
export const styleSecurity = 'Überwachung';
export const styleSports = 'Sport';

export const mute = 'Stumm schalten';
export const turnOnSound = 'Ton einschalten';
export const voiceIsOff = 'Die Stimme ist aus';
export const noSoundAllowed = 'Dieser Browser lässt die Seite keinen Ton abspielen.';
export const hearIt = 'Anhören';
export const asFast = (speed) => `${speed} so schnell wie üblich`;
export const backTo = (speed) => `Zurück auf ${speed}`;

export const nothingRemembered = 'Noch nichts.';

export const changeAbove = 'auf dieser Seite zu ändern';
export const fromPace = 'durch das Tempo';
export const fromPage = 'auf der Seite gewählt';
export const fromDotenv = 'in .env gesetzt';
export const fromEnvironment = 'in der Umgebung gesetzt';
export const fromFlag = 'als Option gesetzt';
export const soManySet = (count) => `${count} gesetzt`;

export const camera = 'Kamera';
export const theCamera = 'Kamera';
export const theScreen = 'Bildschirm';
export const backCamera = 'Rückkamera';
export const frontCamera = 'Frontkamera';
export const noSecurePage =
  'Browser geben eine Kamera nur sicheren Seiten: Starte NerdPudding mit TLS=self-signed und öffne die Seite mit https, ' +
  'oder benutze localhost.';
export const notGivenToBrowser = (what) =>
  `Das System gibt diesem Browser keinen Zugriff (${what}): Erlaube ihn in den Datenschutzeinstellungen.`;
export const notGivenToPage = (what) =>
  `Der Browser gibt dieser Seite keinen Zugriff (${what}): Erlaube ihn neben der Adresse und versuche es noch einmal.`;
export const noCameraFound = 'Der Browser findet keine Kamera: Schließe eine an und versuche es noch einmal.';
export const cannotBeRead = (what) =>
  `Kein Bild (${what}), vielleicht benutzt ein anderes Programm das Gerät: Schließe es und versuche es noch einmal.`;
export const notOpened = (what, why) => `Öffnen fehlgeschlagen (${what}): ${why}`;
export const cameraIsGone = 'Die Kamera ist weg: Schließe sie wieder an oder wähle eine andere.';

export const joining = 'Tritt bei…';
export const joiningTheRoom = 'NerdPudding betritt den LiveKit-Raum…';
export const clientNotLoaded =
  'Der LiveKit-Client dieser Seite konnte nicht geladen werden. Läuft NerdPudding noch?';
export const roomNotSecure =
  'Diese Seite hat https und der LiveKit-Server nicht: Setze LIVEKIT_PUBLIC_URL auf eine Adresse mit wss.';
export const nothingGetsThrough = (host) =>
  `Der LiveKit-Server auf ${host} antwortet, aber weder Bild noch Ton kommen durch: Öffne seine Ports für Medien.`;
export const roomTakesNoToken = (host) =>
  `Der LiveKit-Server auf ${host} nimmt das Token nicht an: Prüfe LIVEKIT_API_KEY und LIVEKIT_API_SECRET.`;
export const roomDoesNotAnswer = (host) =>
  `Der LiveKit-Server auf ${host} antwortet diesem Browser nicht: Prüfe, ob er läuft und ob LIVEKIT_PUBLIC_URL von hier ` +
  'aus seine Adresse ist.';
export const openedTwice = 'Dieser Tab ist ein zweites Mal offen, und der andere hat seinen Platz im Raum eingenommen.';
export const sentOut = 'Jemand hat diese Seite aus dem Raum geschickt.';
export const roomIsLost = 'Die Verbindung zum Raum ist abgebrochen; sie wird neu aufgebaut.';
export const roomIsInterrupted = 'Die Verbindung zum Raum ist unterbrochen. Sie wird neu aufgebaut…';

export const publishingInterrupted = 'Die Verbindung zu NerdPudding ist unterbrochen. Dein Bild wird wieder gesendet…';
export const publishingEnded =
  'NerdPudding hat die Verbindung mehrmals beendet: Prüfe die Kamera und sende dann noch einmal.';
export const nothingGetsThroughToServer =
  'NerdPudding antwortet, aber kein Bild kommt durch: Öffne seine UDP-Ports oder setze ICE_SERVERS auf einen TURN-Server.';

export const publish = 'Senden';
export const yourCamera = 'Deine Kamera';
export const yourScreen = 'Dein Bildschirm';
export const shareScreen = 'Bildschirm teilen';
export const showCamera = 'Kamera zeigen';
export const watchThisOne = 'Dieses Bild ansehen';
export const stopWatching = 'Nicht mehr ansehen';
export const shareAgain = 'Die Seite wurde neu geladen, während sie den Bildschirm teilte: Teile ihn noch einmal.';
export const isWatched = (what) => `NerdPudding sieht zu (${what}).`;
export const isNotWatched = (what) => `Gesendet (${what}), aber NerdPudding sieht gerade etwas anderem zu.`;
export const isPublishedAgain = (what) => `Wird wieder gesendet (${what}), sobald die Verbindung da ist.`;

export const newestVideo = 'Das neueste Video';
export const nothingOfTheRoom = 'Nichts aus dem Raum';
export const showsNothing = (who) => `${who} (zeigt nichts)`;
export const screenOf = (who) => `Bildschirm von ${who}`;
export const cameraOf = (who) => `Kamera von ${who}`;
export const isPaused = (what) => `${what}, angehalten`;

export const playback = 'Wiedergabe';
export const play = 'Abspielen';
export const pause = 'Pause';
export const bySpace = (label) => `${label} (Leertaste)`;
export const playAgain = 'Noch einmal abspielen';
export const fromTheBeginning = 'Von vorn';
export const repeat = 'Wiederholen';
export const positionInFile = 'Position in der Datei';
export const placeOf = (at, length) => `${at} von ${length}`;
export const noOtherPlace = 'Dieses Video lässt sich nur von vorn abspielen.';
export const file = 'Datei';
export const filePaused = 'Angehalten';
export const fileEnded = 'Zu Ende';
export const inStep = (seconds) => `Synchron · ${seconds} s`;
export const stats = 'Technische Daten';
export const firstWord = 'Erstes Wort';
export const firstSound = 'Erster Ton';
export const lineEnd = 'Ende des Textes';
export const waysOfLines = (count) =>
  `Wie lange die Worte der letzten ${count} Zeilen gebraucht haben: erstes Wort, erster Ton und Ende, in Sekunden nach dem Bild.`;
export const statPicture = 'Bild';
export const statSound = 'Ton';
export const statEngine = 'Modell';
export const statVoice = 'Stimme';
export const statBehind = 'Hinter live';
export const statLastLine = 'Letzte Zeile';
export const statCycles = 'Durchgänge';
export const statAudience = 'Übertragungen';
export const statUptime = 'Läuft seit';
export const statVersion = 'Version';
export const measuredRate = (rate) => `zurzeit ${rate} Bilder/s`;
export const afterPicture = (time) => `${time} nach dem Bild (Median)`;
export const fromOldestPicture = (time) => `${time} vom ältesten Bild bis zum Ende`;
export const cyclesAndFrames = (cycles, frames) => `${cycles}, ${frames} Bilder im Speicher`;
export const audience = (pictures, sounds) => `Bild ${pictures}, Ton ${sounds}`;

export const moreOfLine = 'Mehr zu dieser Zeile';
export const watchLine = 'Ansehen';
export const copyTextOfLine = 'Text kopieren';
export const copyLinkOfLine = 'Link kopieren';
export const wrongLine = 'Falsch';
export const markedWrong = 'als falsch markiert';
export const copied = 'Kopiert.';
export const linkCopied = 'Link kopiert.';
export const cannotCopy = 'Der Browser lässt diese Seite nicht kopieren: Markiere den Text und kopiere ihn selbst.';
export const keysOfList = 'Die Pfeiltasten führen von Zeile zu Zeile. Eingabe zeigt ihr Bild, die Menütaste alles Weitere.';
export const loadingLines = 'Wird geladen…';
export const nothingOlder = 'Älteres ist nicht aufbewahrt.';
export const lineIsGone = 'Die Zeile dieses Links ist nicht mehr aufbewahrt.';
export const momentIsGone = 'Aus diesem Moment ist keine Zeile mehr aufbewahrt.';
export const replay = 'Wiederholung';
export const lookingForMoment = 'Dieser Moment wird gesucht…';
export const smallPictureOnly = 'Hiervon gibt es nur noch ein kleines Bild.';
export const noPictureLeft = 'Hiervon gibt es kein Bild mehr.';
export const backToLive = 'Zurück zu live';
export const searchLines = 'Im Gesagten suchen';
export const clearSearch = 'Suche leeren';
export const filterLines = 'Nach Quelle und Tag filtern';
export const ofSource = 'Von';
export const allSources = 'Alle Quellen';
export const ofDay = 'Tag';
export const searching = 'Suche läuft…';
export const nothingFound = (words) => `Keine Zeile passt zu „${words}“.`;
export const nothingSaid = 'Davon ist keine Zeile aufbewahrt.';
export const oneLine = '1 Zeile';
export const allLines = (count) => `${count} Zeilen`;
export const moreLines = (count) => `Mehr als ${count} Zeilen`;
export const saveLines = 'Kommentar speichern';
export const linesOf = 'Zeilen von';
export const linesOfSource = 'dieser Quelle';
export const linesOfToday = 'heute';
export const allLinesKept = 'allem, was aufbewahrt ist';
export const asVtt = 'Untertitel (.vtt)';
export const asSrt = 'Untertitel (.srt)';
export const asText = 'Text';
export const asJson = 'JSON';
export const copyLines = 'Kopieren';

export const otherTabSounds = 'Der Ton ist jetzt in einem anderen Tab.';
export const cannotShare = 'Dieser Teil der Seite konnte nicht geladen werden: Lade die Seite neu.';
export const onlyThisMachine =
  'Nur dieser Rechner kann diese Adresse öffnen: Starte NerdPudding mit --host 0.0.0.0, um es vom Telefon zu erreichen.';
export const phoneNeedsHttps =
  'Ein Telefon gibt seine Kamera nur Seiten mit https: Starte NerdPudding mit TLS=self-signed.';
export const everybodySteers = 'Es wird kein Zugangsschlüssel verlangt: Wer diesen Link öffnet, darf steuern.';
export const linkSteers = 'Wer diesen Link hat, darf steuern.';
export const noWatchToken =
  'Zum Zusehen gibt es noch keinen Schlüssel: Setze WATCH_TOKEN auf mindestens 16 Buchstaben und Ziffern und starte NerdPudding neu.';
export const viewsHoldControl =
  'Diese Adressen enthalten den Schlüssel zum Steuern, weil es keinen zum Zusehen gibt. Setze WATCH_TOKEN, bevor du sie weitergibst.';

export const namedSources = 'Quellen mit Namen';
export const nameIt = 'Benennen';
export const nameExample = 'Haustür';
export const nameWhatRuns = (name) => `${name} einen Namen geben`;
export const rename = (name) => `${name} umbenennen`;
export const newNameOf = (name) => `Der neue Name von ${name}`;
export const removeName = (name) => `${name} von der Liste nehmen`;
export const removeForGood = 'Von der Liste nehmen';
export const uploadVideo = 'Ein Video auf diesem Gerät';
export const chooseFile = 'Videodatei wählen';
export const dropHint = 'Du kannst sie auch irgendwo auf diese Seite ziehen oder einfügen.';
export const playSample = 'Beispiel abspielen';
export const uploadedVideos = 'Hochgeladene Videos';
export const uploadedSoFar = (done, all) => `${done} von ${all} MB`;
export const uploadWaits = 'Die Verbindung ist unterbrochen. Das Hochladen geht von selbst weiter.';
export const checkingUpload = 'Das Video wird geöffnet…';
export const cancel = 'Abbrechen';
export const oneUploadAtATime = 'Ein anderes Video ist noch unterwegs: Warte darauf oder brich es ab.';
export const fileIsEmpty = (name) => `${name} ist leer: Wähle eine andere Datei.`;
export const folderDropped = 'Das ist ein Ordner: Zieh eine einzelne Videodatei hierher.';
export const signInToChoose = 'Nur wer steuert, kann ein Video wählen: Melde dich zum Steuern an.';
export const deleteVideo = (name) => `${name} löschen`;
export const deleteForGood = 'Endgültig löschen';
export const uploadsAreKept = (free, days) => `${free} MB sind frei. Ein Video wird ${days} Tage nach dem Hochladen gelöscht.`;
export const roomForUploads = (free) => `${free} MB sind frei.`;
export const onThisMachine = 'Auf dem Rechner, auf dem NerdPudding läuft';
export const folder = 'Ordner';
export const allFolders = 'Alle Ordner';
export const searchVideos = 'Videos suchen';
export const moreVideos = 'Mehr anzeigen';
export const noVideosHere = 'Hier sind keine Videos.';
export const noVideoFound = (words) => `Kein Video passt zu „${words}“.`;
export const searchWasCut = 'Es gibt noch mehr: Suche nach mehr Wörtern oder in einem Ordner.';
export const cameras = 'Kameras';
export const lookingForCameras = 'Kameras werden gesucht…';
export const noCameras = 'Weder an diesem Rechner noch in seinem Netz wurde eine Kamera gefunden. Schalte in der Kamera ONVIF ein, oder gib oben ihre Adresse mit rtsp:// ein.';
export const userName = 'Benutzername der Kamera';
export const password = 'Passwort der Kamera';
export const cameraPath = 'Pfad auf der Kamera';
export const openCamera = 'Öffnen';
export const modelSection = 'Modell';
export const builtInEyes = 'Eingebaute Erkennung';
export const aboutEyes = 'Sie nennt Menschen, Tiere und Dinge und braucht keinen Download.';
export const firstModel = 'das erste Modell';
export const modelAtServer = (model, server) => `${model} auf ${server}`;
export const commentsNow = (name) => `Jetzt: ${name}`;
export const checksModel = (name) => `${name} wird geprüft…`;
export const loadsModel = (name) => `${name} wird geladen… Solange kommentiert die eingebaute Erkennung.`;
export const fromStart = 'Beim Start von NerdPudding gesetzt';
export const fitsOnGpu = (device) => `passt auf ${device}`;
export const fitsInMemory = 'passt in den Speicher, ohne Grafikkarte langsam';
export const fitsNowhere = 'zu groß für diesen Rechner';
export const aboutSoLarge = (size) => `etwa ${size}`;
export const recommended = 'Empfohlen';
export const moreModels = 'Weitere Modelle';
export const freeForModels = (size) => `${size} sind für Modelle frei.`;
export const use = 'Verwenden';
export const download = 'Herunterladen';
export const goOn = 'Fortsetzen';
export const downloadOf = (name) => `Download von ${name}`;
export const soMuchOf = (done, all) => `${done} von ${all}`;
export const pullPaused = 'angehalten';
export const checkingPull = 'Was schon da ist, wird geprüft…';
export const askingHub = 'Der Hub wird gefragt…';
export const modelServers = 'Modellserver';
export const noModelServers = 'Auf dem Rechner, auf dem NerdPudding läuft, antwortet kein Modellserver.';
export const lookAgain = 'Noch einmal suchen';
export const serverIsEmpty = 'Er hat kein Modell: Lade dort eines.';
export const modelOf = (server) => `Modell von ${server}`;
export const anotherServer = 'Ein Server unter einer anderen Adresse';
export const address = 'Adresse';
export const modelIfSeveral = 'Modell, falls er mehrere hat';
export const keyIfAsked = 'Schlüssel, falls er einen verlangt';
export const picturesLeave = 'Die Bilder werden an diesen Server gesendet.';
export const useServer = 'Diesen Server verwenden';

export const page = {
  about: 'Über NerdPudding',
  atWork: 'Zustand',
  bringBack: 'Zurückholen',
  camera: 'Kamera',
  captionGround: 'Hintergrund',
  captionPlace: 'Position',
  captionSize: 'Größe',
  captions: 'Untertitel',
  captionsLocked:
    'Diese Untertitel brauchen einen Zugangsschlüssel: Nimm ihre Adresse unter „Teilen“ auf der Seite von NerdPudding.',
  captionsPage: 'Untertitel von NerdPudding',
  captionsKey: 'Untertitel (C)',
  chooseModel: 'Ein Modell wählen',
  chooseSource: 'Quelle wählen',
  chooseSourceKey: 'Quelle wählen (S)',
  close: 'Schließen',
  closeSteps: 'Erste Schritte schließen',
  colours: 'Farben',
  commentary: 'Kommentar',
  commentator: 'Kommentator',
  dark: 'Dunkel',
  dropHere: 'Zieh das Video hierher, um es zu sehen',
  engineNote: 'Eingebaute Erkennung{} {}',
  examples: 'Beispiele',
  firstSteps: 'Erste Schritte',
  float: 'Bild im Bild',
  floatKey: 'Bild im Bild (P)',
  fullScreen: 'Vollbild',
  fullScreenKey: 'Vollbild (F)',
  groundBox: 'Durchscheinend',
  groundDark: 'Schwarz',
  groundNone: 'Keiner, mit Umriss',
  goodToKnow: 'Gut zu wissen',
  whatMatters: 'Wer spielt, wer hier wohnt, worauf es ankommt',
  onlyModelsRead: 'Ein Modell liest das, bevor es kommentiert; die eingebaute Erkennung liest es nicht.',
  whatItRemembers: 'Was es sich gemerkt hat',
  forgetAll: 'Alles vergessen',
  hearIt: 'Anhören',
  helpAndAbout: 'Hilfe und Info',
  helpKey: 'Hilfe und Info (?)',
  helpText:
    'Sag dem Kommentator in eigenen Worten, worauf er achten soll. Er schreibt, was er sieht, und spricht, wenn du den Ton ' +
    'einschaltest. Er kommentiert auf Englisch.',
  inItsWindow: 'Das Bild ist in einem eigenen Fenster.',
  instruction: 'Anweisung',
  keepTrying: 'Weiter versuchen',
  keyBoxes: 'Zeigen, was erkannt wird: Rahmen mit Namen über dem Bild',
  keyCaptions: 'Untertitel an und aus',
  keyHelp: 'Diese Hilfe',
  keyInstruction: 'Eine Anweisung schreiben; {} setzt sie, {} nimmt sie zurück, {} holt frühere',
  keySpace: 'Leertaste',
  keyPause: 'Eine Datei anhalten oder abspielen',
  keySound: 'Ton an und aus',
  keyStats: 'Technische Daten',
  keyVolume: 'Lautstärke, im Vollbild',
  keyboardShortcuts: 'Tastenkürzel',
  kindAddress: 'Pfad oder Adresse',
  kindWebcam: 'Browser-Webcam',
  language: 'Sprache',
  licence: 'ist freie Software unter der MIT-Lizenz.',
  light: 'Hell',
  likeBrowser: 'Wie der Browser',
  likeSystem: 'Wie das System',
  livePicture: 'Das Livebild',
  lowDelay: 'Ton mit wenig Verzögerung (WebRTC)',
  model: 'Modell',
  modelHow:
    'Ein Modell, das die Szene versteht, kannst du in den Einstellungen wählen: zum Herunterladen oder auf einem Server.',
  modelSees:
    'Sie erkennt Menschen, Tiere, Fahrzeuge und Dinge, folgt ihnen und erzählt, was sie tun; auch Licht und Schnitte bemerkt ' +
    'sie. Freien Text versteht sie nicht: Von einer Anweisung beachtet sie nur die englischen Wörter dafür.',
  modelTitle: 'Die eingebaute Erkennung ist kein Modell',
  newLines: 'Neue Zeilen',
  addModel: 'Modell wählen',
  notSent: 'Deine Anweisung wurde nicht gesendet. {}',
  nowAVideo: 'Gesetzt. Jetzt fehlt noch ein Video: {}',
  originalSound: 'Originalton',
  pace: 'Tempo',
  picture: 'Bild',
  placeBottom: 'Unten',
  placeTop: 'Oben',
  preview: 'Vorschau',
  recentSources: 'Letzte Quellen',
  record: 'Archiv',
  save: 'Kommentar speichern',
  saver: 'Daten sparen',
  saverHint: 'Ein kleineres Bild, das höchstens 0,5 Mbit/s braucht.',
  sendNow: 'Jetzt senden',
  serverSettings: 'Alle Einstellungen',
  serverSettingsHint: 'NerdPudding liest sie beim Start: Optionen, Umgebung und {}. Für eine Änderung starte es neu.',
  set: 'Setzen',
  setInstruction: 'Anweisung setzen',
  settings: 'Einstellungen',
  settingsKey: 'Einstellungen (,)',
  share: 'Teilen',
  showBoxes: 'Zeigen, was erkannt wird',
  showBoxesKey: 'Zeigen, was erkannt wird (B)',
  showCaptions: 'Untertitel über dem Bild zeigen',
  singleKeys: 'Kürzel mit einer Taste',
  sizeHuge: 'Sehr groß',
  sizeLarge: 'Groß',
  sizeMedium: 'Mittel',
  sizeSmall: 'Klein',
  source: 'Quelle',
  sources: 'Quellen',
  sourceExample: '/pfad/zum/video.mp4, rtsp://kamera/stream, 0',
  sourceKind: 'Art der Quelle',
  speed: 'Sprechtempo',
  startAgain: 'Wieder starten',
  stepSound: 'Hör zu',
  stepSoundText: 'Der Kommentator liest jede Zeile vor, passend zum Bild.',
  stepSource: 'Nimm dein eigenes Video',
  stepSourceText: 'Eine Datei, eine Kamera oder eine Adresse. Bis sie offen ist, ändert sich nichts.',
  stepSteer: 'Sag, worauf geachtet werden soll',
  stepSteerText: 'In eigenen Worten und jederzeit: Was du setzt, gilt ab der nächsten Zeile.',
  stopCommenting: 'Kommentar beenden',
  stopCommentingLong: 'Kommentar beenden und Anweisung löschen',
  stopVideo: 'Video stoppen',
  stoppedAgain: 'Gestoppt. {}',
  style: 'Stil',
  thisPage: 'Diese Seite',
  tryNow: 'Jetzt versuchen',
  turnOnSound: 'Ton einschalten',
  useSuggestion: 'Vorschlag dieses Stils übernehmen',
  viewLocked:
    'Diese Ansicht braucht einen Zugangsschlüssel: Nimm ihre Adresse unter „Teilen“ auf der Seite von NerdPudding.',
  video: 'Video',
  voice: 'Stimme',
  volume: 'Lautstärke',
  watchedInRoom: 'Im Raum angesehen',
  whatToWatch: 'Worauf zu achten ist',
  whyBehind: 'Das Bild wartet auf die Worte, damit beides zusammenpasst',
  writeInstruction: 'Anweisung schreiben',
  writeInstructionKey: 'Anweisung schreiben (/)',
  lockedTitle: 'Anmelden',
  signInToSteer: 'Zum Steuern anmelden',
  accessToken: 'Zugangsschlüssel',
  signIn: 'Anmelden',
  whereIsIt: 'Wo finde ich ihn?',
  whereToken: 'NerdPudding gibt beim Start einen Link aus. Der Schlüssel ist, was darin auf {} folgt; du kannst auch den ganzen Link einfügen. Sieh im Terminal nach, mit {} oder mit {}.',
  address: 'Adresse',
  linkFor: 'Wofür der Link ist',
  toWatch: 'Zum Zusehen',
  toSteer: 'Zum Steuern',
  qrOfLink: 'QR-Code des Links',
  link: 'Link',
  copy: 'Kopieren',
  forObs: 'Für OBS und Dashboards',
  overlayHint: 'Untertitel auf durchsichtigem Grund, für eine Browserquelle in OBS',
  embedHint: 'Bild und Untertitel, für einen Rahmen auf einer anderen Seite',
  embedOrigins: 'Eine Seite darf es in einem Rahmen zeigen, wenn {} diese Seite nennt.',
  usePhone: 'Ein Telefon benutzen',
};
