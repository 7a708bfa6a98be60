// The page in Spanish. The names are those of messages.js and index.html.

export const unreached = 'No se puede conectar con NerdPudding.';
export const serverStatus = (status) => `El servidor respondió con el estado ${status}.`;
export const connectionLost = 'Sin conexión con NerdPudding';
export const noConnection = 'Sin conexión';
export const retrying = 'Reintentando…';
export const backAgain = 'Conexión recuperada.';
export const listed = (words, last) => `${words} y ${last}`;

export const nothingToWatch = 'Todavía no hay nada que ver';
export const giveItAVideo = 'Indica un archivo de vídeo, una cámara o una dirección.';
export const openingSource = (name) => `Abriendo ${name}…`;
export const tryingAgain = 'Reintentando…';
export const nextTry = (time) => `Próximo intento en ${time}`;
export const noPicture = 'Sin imagen';
export const forSoLong = (what, time) => `${what} desde hace ${time}`;
export const pictureIsThere = 'Ya hay imagen.';
export const pictureIsGone = 'Se ha perdido la imagen';
export const pictureIsBack = (time) => `La imagen ha vuelto después de ${time}`;
export const nowWatching = (name) => `Ahora se ve ${name}`;

export const stateConnecting = 'Abriendo';
export const stateLive = 'En directo';
export const stateWaiting = 'En espera';
export const stateEnded = 'Terminado';
export const stateStopped = 'Detenido';

export const browserWebcam = 'Cámara del navegador';
export const webcamOf = (who) => `Cámara web ${who}`;
export const cameraNumber = (count) => `Cámara ${count}`;

export const idle = 'En pausa';
export const writing = 'Escribiendo';
export const watching = 'Mirando';
export const emptyNoSource = 'Aquí aparecerá lo que el comentarista diga de tu vídeo.';
export const emptyWatching = 'Mirando. La primera línea llegará en cuanto haya algo que decir.';
export const emptyIdle = 'El comentarista descansa. Dale una instrucción y empezará.';

export const blackFor = (time) => `La imagen está en negro desde hace ${time}.`;
export const frozenFor = (time) => `La imagen está congelada desde hace ${time}. ¿Se ha colgado la cámara?`;
export const testCard = 'Solo se ve una carta de ajuste.';
export const cameraMoves = 'La cámara se mueve, así que es difícil distinguir lo que se mueve por sí solo.';
export const nothingMoved = (time) => `Nada se ha movido desde hace ${time}.`;
export const notInView = 'No se ve nada de lo que pediste.';
export const nothingNew = (time) => `Sin novedades desde hace ${time}.`;
export const thinkingFor = (time) => `El modelo lleva ${time} pensando.`;

export const watchFor = 'Presta atención a';
export const noInstruction = 'Sin instrucción';
export const newStyle = (name) => `Estilo: ${name}`;
export const newPace = (name) => `Ritmo: ${name}`;
export const nothingGetsAName = 'No se puede nombrar nada';
export const modelIsGone = 'El modelo no está disponible; mientras tanto comenta la detección integrada';
export const modelIsBack = (time) => `El modelo ha vuelto después de ${time}`;
export const entriesKept = (count) => `${count} entradas`;
export const linesNotKept = 'Las líneas no se están guardando';
export const linesKeptAgain = 'Las líneas se guardan de nuevo';
export const cutShort = 'interrumpido';
export const failed = 'error';
export const failedTimes = (times) => `error, ${times} veces`;
export const more = 'más';
export const less = 'menos';

export const whatToWatchFor = '¿A qué debe prestar atención el comentarista?';
export const stepOf = (step, of) => `${step} de ${of}`;
export const nextStep = 'Siguiente';
export const lastStep = 'Listo';
export const follows = (words) => `, sigue: ${words}.`;
export const looksFor = (words) => `, busca: ${words}.`;
export const moreThings = 'más';
export const heedsWords = (words) => `De una instrucción entiende las palabras inglesas para: ${words}.`;

export const start = 'Iniciar';
export const stop = 'Detener';
export const switchSource = 'Cambiar';
export const opening = 'Abriendo…';
export const stopping = 'Deteniendo…';
export const openAgain = (name) => `Abrir ${name} otra vez`;

export const none = 'Ninguna';
export const noSound = 'Ninguno';
export const off = 'Desactivada';
export const starting = 'Iniciando';
export const notReady = 'No está lista';
export const framesPerSecond = (rate) => `${rate} fps`;
export const reconnectedOnce = 'reconectada una vez';
export const reconnectedTimes = (times) => `reconectada ${times} veces`;
export const engineNotReady = (name) => `${name} no está disponible`;
export const meanwhile = (name) => `Mientras tanto: ${name}.`;
export const seesMovementOnly = (name) => `${name}, solo ve movimiento`;
export const isNoModel = (name) => `${name}, no es un modelo`;
export const waitsForSpeech = (name) => `${name}, espera mientras alguien habla`;
export const inPausesOnly = (name) => `${name}, solo en las pausas`;
export const hearsNothing = (name) => `${name}, no oye nada`;

export const custom = 'Personalizado';
export const paceQuiet = 'Lugar tranquilo';
export const paceFast = 'Rápido (predeterminado)';
export const paceSlow = 'Lento y detallado';
export const paceEverything = 'Todo';
export const paceQuietText = 'Mira una vez por segundo y avisa cuando algo cambia.';
export const paceFastText = 'El momento más reciente en líneas cortas.';
export const paceSlowText = 'Mira cuatro segundos seguidos y cuenta cómo evolucionan las cosas.';
export const paceEverythingText = 'Diez imágenes por línea y casi sin pausas; necesita una GPU rápida.';
export const styleDefault = 'Comentario general';
export const styleDescriptive = 'Audiodescripción';
export const styleNature = 'Naturaleza';
export const styleSecurity = 'Vigilancia';
export const styleSports = 'Deportes';

export const mute = 'Silenciar';
export const turnOnSound = 'Activar el sonido';
export const voiceIsOff = 'La voz está desactivada';
export const noSoundAllowed = 'Este navegador no permite que la página reproduzca sonido.';
export const hearIt = 'Escuchar';
export const asFast = (speed) => `${speed} de la velocidad normal`;
export const backTo = (speed) => `Volver a ${speed}`;

export const nothingRemembered = 'Nada todavía.';

export const changeAbove = 'se puede cambiar en esta página';
export const fromPace = 'por el ritmo';
export const fromPage = 'elegido en la página';
export const fromDotenv = 'definido en .env';
export const fromEnvironment = 'definido en el entorno';
export const fromFlag = 'definido por una opción';
export const soManySet = (count) => `${count} definidos`;

export const camera = 'Cámara';
export const theCamera = 'cámara';
export const theScreen = 'pantalla';
export const backCamera = 'Cámara trasera';
export const frontCamera = 'Cámara frontal';
export const noSecurePage =
  'Los navegadores solo dan acceso a la cámara a páginas seguras: inicia NerdPudding con TLS=self-signed y abre la página ' +
  'con https, o usa localhost.';
export const notGivenToBrowser = (what) =>
  `El sistema no da acceso a la ${what} a este navegador: permítelo en los ajustes de privacidad.`;
export const notGivenToPage = (what) =>
  `El navegador no da acceso a la ${what} a esta página: permítelo junto a la dirección e inténtalo de nuevo.`;
export const noCameraFound = 'El navegador no encuentra ninguna cámara: conecta una e inténtalo de nuevo.';
export const cannotBeRead = (what) =>
  `No se puede leer la ${what}; quizá la usa otro programa: ciérralo e inténtalo de nuevo.`;
export const notOpened = (what, why) => `No se pudo abrir la ${what}: ${why}`;
export const cameraIsGone = 'La cámara ha desaparecido: conéctala de nuevo o elige otra.';

export const joining = 'Entrando…';
export const joiningTheRoom = 'NerdPudding está entrando en la sala de LiveKit…';
export const clientNotLoaded =
  'No se pudo cargar el cliente de LiveKit de esta página. ¿Sigue NerdPudding en marcha?';
export const roomNotSecure =
  'Esta página usa https y el servidor de LiveKit no: pon en LIVEKIT_PUBLIC_URL una dirección wss.';
export const nothingGetsThrough = (host) =>
  `El servidor de LiveKit en ${host} responde, pero no llega ni imagen ni sonido: abre sus puertos de medios.`;
export const roomTakesNoToken = (host) =>
  `El servidor de LiveKit en ${host} no acepta el token: comprueba LIVEKIT_API_KEY y LIVEKIT_API_SECRET.`;
export const roomDoesNotAnswer = (host) =>
  `El servidor de LiveKit en ${host} no responde a este navegador: comprueba que está en marcha y que LIVEKIT_PUBLIC_URL es ` +
  'su dirección desde aquí.';
export const openedTwice = 'Esta pestaña se abrió por segunda vez y la otra ha ocupado su lugar en la sala.';
export const sentOut = 'Alguien ha expulsado esta página de la sala.';
export const roomIsLost = 'Se ha perdido la conexión con la sala; se está reintentando.';
export const roomIsInterrupted = 'La conexión con la sala se ha interrumpido. Reconectando…';

export const publishingInterrupted = 'La conexión con NerdPudding se ha interrumpido. Tu imagen se envía de nuevo…';
export const publishingEnded =
  'NerdPudding ha cerrado la conexión varias veces: comprueba la cámara y publica otra vez.';
export const nothingGetsThroughToServer =
  'NerdPudding responde, pero no le llega ninguna imagen: abre sus puertos UDP o pon en ICE_SERVERS un servidor TURN.';

export const publish = 'Publicar';
export const yourCamera = 'Tu cámara';
export const yourScreen = 'Tu pantalla';
export const shareScreen = 'Compartir la pantalla';
export const showCamera = 'Mostrar la cámara';
export const watchThisOne = 'Ver esta';
export const stopWatching = 'Dejar de ver';
export const shareAgain = 'La página se recargó mientras compartía la pantalla: compártela otra vez.';
export const isWatched = (what) => `NerdPudding está viendo tu ${what}.`;
export const isNotWatched = (what) => `Tu ${what} se está publicando, pero NerdPudding está viendo otra cosa.`;
export const isPublishedAgain = (what) => `Tu ${what} se publicará otra vez en cuanto haya conexión.`;

export const newestVideo = 'El vídeo más reciente';
export const nothingOfTheRoom = 'Nada de la sala';
export const showsNothing = (who) => `${who}, que no muestra nada`;
export const screenOf = (who) => `La pantalla de ${who}`;
export const cameraOf = (who) => `La cámara de ${who}`;
export const isPaused = (what) => `${what}, en pausa`;

export const playback = 'Reproducción';
export const play = 'Reproducir';
export const pause = 'Pausa';
export const bySpace = (label) => `${label} (Espacio)`;
export const playAgain = 'Volver a reproducir';
export const fromTheBeginning = 'Desde el principio';
export const repeat = 'Repetir';
export const positionInFile = 'Posición en el archivo';
export const placeOf = (at, length) => `${at} de ${length}`;
export const noOtherPlace = 'Este vídeo solo se puede reproducir desde el principio.';
export const file = 'Archivo';
export const filePaused = 'En pausa';
export const fileEnded = 'Terminado';
export const inStep = (seconds) => `A la par · ${seconds} s`;
export const stats = 'Datos técnicos';
export const firstWord = 'Primera palabra';
export const firstSound = 'Primer sonido';
export const lineEnd = 'Fin del texto';
export const waysOfLines = (count) =>
  `Cuánto tardaron las palabras de las últimas ${count} líneas: primera palabra, primer sonido y final, en segundos después de la imagen.`;
export const statPicture = 'Imagen';
export const statSound = 'Sonido';
export const statEngine = 'Modelo';
export const statVoice = 'Voz';
export const statBehind = 'Retraso';
export const statLastLine = 'Última línea';
export const statCycles = 'Ciclos';
export const statAudience = 'Transmisiones';
export const statUptime = 'En marcha desde hace';
export const statVersion = 'Versión';
export const measuredRate = (rate) => `${rate} imágenes/s ahora`;
export const afterPicture = (time) => `${time} después de su imagen (mediana)`;
export const fromOldestPicture = (time) => `${time} desde su imagen más antigua hasta su final`;
export const cyclesAndFrames = (cycles, frames) => `${cycles}, ${frames} imágenes guardadas`;
export const audience = (pictures, sounds) => `imagen ${pictures}, sonido ${sounds}`;

export const moreOfLine = 'Más sobre esta línea';
export const watchLine = 'Ver';
export const copyTextOfLine = 'Copiar el texto';
export const copyLinkOfLine = 'Copiar el enlace';
export const wrongLine = 'Incorrecta';
export const markedWrong = 'marcada como incorrecta';
export const copied = 'Copiado.';
export const linkCopied = 'Enlace copiado.';
export const cannotCopy = 'El navegador no deja copiar a esta página: selecciona el texto y cópialo tú.';
export const keysOfList = 'Las flechas van de línea en línea. Intro muestra su imagen; la tecla de menú, todo lo demás.';
export const loadingLines = 'Cargando…';
export const nothingOlder = 'No se guarda nada más antiguo.';
export const lineIsGone = 'La línea de este enlace ya no se guarda.';
export const momentIsGone = 'Ya no se guarda ninguna línea de ese momento.';
export const replay = 'Repetición';
export const lookingForMoment = 'Buscando ese momento…';
export const smallPictureOnly = 'De esto solo queda una imagen pequeña.';
export const noPictureLeft = 'De esto no queda ninguna imagen.';
export const backToLive = 'Volver al directo';
export const searchLines = 'Buscar en lo dicho';
export const clearSearch = 'Borrar la búsqueda';
export const filterLines = 'Filtrar por fuente y día';
export const ofSource = 'De';
export const allSources = 'Todas las fuentes';
export const ofDay = 'Día';
export const searching = 'Buscando…';
export const nothingFound = (words) => `Ninguna línea coincide con «${words}».`;
export const nothingSaid = 'No se guarda ninguna línea de eso.';
export const oneLine = '1 línea';
export const allLines = (count) => `${count} líneas`;
export const moreLines = (count) => `Más de ${count} líneas`;
export const saveLines = 'Guardar el comentario';
export const linesOf = 'Líneas de';
export const linesOfSource = 'esta fuente';
export const linesOfToday = 'hoy';
export const allLinesKept = 'todo lo guardado';
export const asVtt = 'Subtítulos (.vtt)';
export const asSrt = 'Subtítulos (.srt)';
export const asText = 'Texto';
export const asJson = 'JSON';
export const copyLines = 'Copiar';

export const otherTabSounds = 'El sonido está ahora en otra pestaña.';
export const cannotShare = 'No se pudo cargar esta parte de la página: vuelve a cargarla.';
export const onlyThisMachine =
  'Solo este equipo puede abrir esta dirección: inicia NerdPudding con --host 0.0.0.0 para llegar a él desde el móvil.';
export const phoneNeedsHttps =
  'Un teléfono solo da su cámara a páginas con https: inicia NerdPudding con TLS=self-signed.';
export const everybodySteers = 'No se pide ninguna clave: quien abra este enlace puede dirigir.';
export const linkSteers = 'Quien tenga este enlace puede dirigir.';
export const noWatchToken =
  'Todavía no hay clave para mirar: pon en WATCH_TOKEN al menos 16 letras y cifras y vuelve a iniciar NerdPudding.';
export const viewsHoldControl =
  'Estas direcciones llevan la clave para dirigir, porque no hay una para mirar. Pon WATCH_TOKEN antes de darlas a otros.';

export const namedSources = 'Fuentes con nombre';
export const nameIt = 'Dar nombre';
export const nameExample = 'Puerta de casa';
export const nameWhatRuns = (name) => `Dar un nombre a ${name}`;
export const rename = (name) => `Cambiar el nombre de ${name}`;
export const newNameOf = (name) => `El nuevo nombre de ${name}`;
export const removeName = (name) => `Quitar ${name} de la lista`;
export const removeForGood = 'Quitar de la lista';
export const uploadVideo = 'Un vídeo en este dispositivo';
export const chooseFile = 'Elegir un archivo de vídeo';
export const dropHint = 'También puedes soltarlo en cualquier parte de esta página o pegarlo.';
export const playSample = 'Reproducir el ejemplo';
export const uploadedVideos = 'Vídeos subidos';
export const uploadedSoFar = (done, all) => `${done} de ${all} MB`;
export const uploadWaits = 'La conexión está interrumpida. La subida continuará sola.';
export const checkingUpload = 'Abriendo el vídeo…';
export const cancel = 'Cancelar';
export const oneUploadAtATime = 'Otro vídeo está en camino: espera a que llegue o cancélalo.';
export const fileIsEmpty = (name) => `${name} está vacío: elige otro archivo.`;
export const folderDropped = 'Eso es una carpeta: suelta un solo archivo de vídeo.';
export const signInToChoose = 'Solo quien dirige puede elegir un vídeo: inicia sesión para dirigir.';
export const deleteVideo = (name) => `Eliminar ${name}`;
export const deleteForGood = 'Eliminar del todo';
export const uploadsAreKept = (free, days) => `Quedan ${free} MB libres. Un vídeo se elimina ${days} días después de subirlo.`;
export const roomForUploads = (free) => `Quedan ${free} MB libres.`;
export const onThisMachine = 'En el equipo donde se ejecuta NerdPudding';
export const folder = 'Carpeta';
export const allFolders = 'Todas las carpetas';
export const searchVideos = 'Buscar vídeos';
export const moreVideos = 'Mostrar más';
export const noVideosHere = 'Aquí no hay vídeos.';
export const noVideoFound = (words) => `Ningún vídeo coincide con «${words}».`;
export const searchWasCut = 'Hay más: busca con más palabras o en una carpeta.';
export const cameras = 'Cámaras';
export const lookingForCameras = 'Buscando cámaras…';
export const noCameras = 'No se ha encontrado ninguna cámara en este equipo ni en su red. Activa ONVIF en la cámara o escribe arriba su dirección rtsp://.';
export const userName = 'Usuario de la cámara';
export const password = 'Contraseña de la cámara';
export const cameraPath = 'Ruta en la cámara';
export const openCamera = 'Abrir';
export const modelSection = 'Modelo';
export const builtInEyes = 'Detección integrada';
export const aboutEyes = 'Nombra personas, animales y cosas, y no necesita descarga.';
export const firstModel = 'el primer modelo';
export const modelAtServer = (model, server) => `${model} en ${server}`;
export const commentsNow = (name) => `Ahora: ${name}`;
export const checksModel = (name) => `Comprobando ${name}…`;
export const loadsModel = (name) => `Cargando ${name}… Mientras tanto comenta la detección integrada.`;
export const fromStart = 'Fijado al iniciar NerdPudding';
export const fitsOnGpu = (device) => `cabe en ${device}`;
export const fitsInMemory = 'cabe en la memoria, lento sin tarjeta gráfica';
export const fitsNowhere = 'demasiado grande para este equipo';
export const aboutSoLarge = (size) => `unos ${size}`;
export const recommended = 'Recomendado';
export const moreModels = 'Más modelos';
export const freeForModels = (size) => `Hay ${size} libres para modelos.`;
export const use = 'Usar';
export const download = 'Descargar';
export const goOn = 'Continuar';
export const downloadOf = (name) => `Descarga de ${name}`;
export const soMuchOf = (done, all) => `${done} de ${all}`;
export const pullPaused = 'en pausa';
export const checkingPull = 'Comprobando lo que ya está…';
export const askingHub = 'Consultando el hub…';
export const modelServers = 'Servidores de modelos';
export const noModelServers = 'Ningún servidor de modelos responde en el equipo donde se ejecuta NerdPudding.';
export const lookAgain = 'Buscar de nuevo';
export const serverIsEmpty = 'No tiene ningún modelo: carga uno allí.';
export const modelOf = (server) => `Modelo de ${server}`;
export const anotherServer = 'Un servidor en otra dirección';
export const address = 'Dirección';
export const modelIfSeveral = 'Modelo, si tiene varios';
export const keyIfAsked = 'Clave, si la pide';
export const picturesLeave = 'Las imágenes se envían a este servidor.';
export const useServer = 'Usar este servidor';

export const page = {
  about: 'Acerca de',
  atWork: 'Estado',
  bringBack: 'Traerla de vuelta',
  camera: 'Cámara',
  captionGround: 'Fondo',
  captionPlace: 'Posición',
  captionSize: 'Tamaño',
  captions: 'Subtítulos',
  captionsLocked:
    'Estos subtítulos necesitan una clave: toma su dirección en «Compartir» en la página de NerdPudding.',
  captionsPage: 'Subtítulos de NerdPudding',
  captionsKey: 'Subtítulos (C)',
  chooseModel: 'Elegir un modelo',
  chooseSource: 'Elegir una fuente',
  chooseSourceKey: 'Elegir una fuente (S)',
  close: 'Cerrar',
  closeSteps: 'Cerrar los primeros pasos',
  colours: 'Colores',
  commentary: 'Comentario',
  commentator: 'Comentarista',
  dark: 'Oscuro',
  dropHere: 'Suelta el vídeo para verlo',
  engineNote: 'Detección integrada{} {}',
  examples: 'Ejemplos',
  firstSteps: 'Primeros pasos',
  float: 'Imagen en imagen',
  floatKey: 'Imagen en imagen (P)',
  fullScreen: 'Pantalla completa',
  fullScreenKey: 'Pantalla completa (F)',
  groundBox: 'Translúcido',
  groundDark: 'Negro',
  groundNone: 'Ninguno, con contorno',
  goodToKnow: 'Conviene saber',
  whatMatters: 'Quién juega, quién vive aquí, qué es importante',
  onlyModelsRead: 'Un modelo lo lee antes de comentar; la detección integrada, no.',
  whatItRemembers: 'Lo que recuerda',
  forgetAll: 'Olvidarlo todo',
  hearIt: 'Escuchar',
  helpAndAbout: 'Ayuda e información',
  helpKey: 'Ayuda e información (?)',
  helpText:
    'Di al comentarista con tus propias palabras a qué debe prestar atención. Escribe lo que ve, y habla si activas el ' +
    'sonido. Comenta en inglés.',
  inItsWindow: 'La imagen está en una ventana propia.',
  instruction: 'Instrucción',
  keepTrying: 'Seguir intentándolo',
  keyBoxes: 'Mostrar lo que ve: recuadros con nombres sobre la imagen',
  keyCaptions: 'Activar o desactivar los subtítulos',
  keyHelp: 'Esta ayuda',
  keyInstruction: 'Escribir una instrucción; {} la fija, {} la descarta, {} trae las anteriores',
  keySpace: 'Espacio',
  keyPause: 'Pausar o reproducir un archivo',
  keySound: 'Activar o desactivar el sonido',
  keyStats: 'Datos técnicos',
  keyVolume: 'Volumen, en pantalla completa',
  keyboardShortcuts: 'Atajos de teclado',
  kindAddress: 'Ruta o dirección',
  kindWebcam: 'Cámara del navegador',
  language: 'Idioma',
  licence: 'es software libre con licencia MIT.',
  light: 'Claro',
  likeBrowser: 'Como el navegador',
  likeSystem: 'Como el sistema',
  livePicture: 'La imagen en directo',
  lowDelay: 'Sonido de baja latencia (WebRTC)',
  model: 'Modelo',
  modelHow:
    'En los ajustes puedes elegir un modelo que entienda la escena: para descargar, o en un servidor.',
  modelSees:
    'Reconoce personas, animales, vehículos y cosas, los sigue y cuenta lo que hacen; también habla de la luz y de los cortes. ' +
    'No entiende texto libre: de una instrucción solo atiende a las palabras inglesas para eso.',
  modelTitle: 'La detección integrada no es un modelo',
  newLines: 'Líneas nuevas',
  addModel: 'Elegir un modelo',
  notSent: 'Tu instrucción no se envió. {}',
  nowAVideo: 'Fijada. Ahora falta un vídeo: {}',
  originalSound: 'Sonido original',
  pace: 'Ritmo',
  picture: 'Imagen',
  placeBottom: 'Abajo',
  placeTop: 'Arriba',
  preview: 'Vista previa',
  recentSources: 'Fuentes recientes',
  record: 'Registro',
  save: 'Guardar el comentario',
  saver: 'Ahorro de datos',
  saverHint: 'Una imagen más pequeña que usa 0,5 Mbit/s como máximo.',
  sendNow: 'Enviar ahora',
  serverSettings: 'Todos los ajustes',
  serverSettingsHint: 'NerdPudding los lee al iniciarse: opciones, entorno y {}. Para cambiar uno, inícialo de nuevo.',
  set: 'Fijar',
  setInstruction: 'Fijar la instrucción',
  settings: 'Ajustes',
  settingsKey: 'Ajustes (,)',
  share: 'Compartir',
  showBoxes: 'Mostrar lo que ve',
  showBoxesKey: 'Mostrar lo que ve (B)',
  showCaptions: 'Mostrar subtítulos sobre la imagen',
  singleKeys: 'Atajos de una sola tecla',
  sizeHuge: 'Muy grande',
  sizeLarge: 'Grande',
  sizeMedium: 'Mediano',
  sizeSmall: 'Pequeño',
  source: 'Fuente',
  sources: 'Fuentes',
  sourceExample: '/ruta/al/video.mp4, rtsp://camara/stream, 0',
  sourceKind: 'Tipo de fuente',
  speed: 'Velocidad',
  startAgain: 'Iniciar de nuevo',
  stepSound: 'Escúchalo',
  stepSoundText: 'El comentarista lee cada línea en voz alta, a la par de la imagen.',
  stepSource: 'Pon tu propio vídeo',
  stepSourceText: 'Un archivo, una cámara o una dirección. Hasta que se abra, nada cambia.',
  stepSteer: 'Di a qué prestar atención',
  stepSteerText: 'Con tus propias palabras y cuando quieras: lo que fijes vale desde la línea siguiente.',
  stopCommenting: 'Dejar de comentar',
  stopCommentingLong: 'Dejar de comentar y borrar la instrucción',
  stopVideo: 'Detener el vídeo',
  stoppedAgain: 'Detenida. {}',
  style: 'Estilo',
  thisPage: 'Esta página',
  tryNow: 'Intentar ahora',
  turnOnSound: 'Activar el sonido',
  useSuggestion: 'Usar la sugerencia de este estilo',
  viewLocked:
    'Esta vista necesita una clave: toma su dirección en «Compartir» en la página de NerdPudding.',
  video: 'Vídeo',
  voice: 'Voz',
  volume: 'Volumen',
  watchedInRoom: 'Se ve en la sala',
  whatToWatch: 'A qué prestar atención',
  whyBehind: 'La imagen espera a las palabras para que ambas coincidan',
  writeInstruction: 'Escribir una instrucción',
  writeInstructionKey: 'Escribir una instrucción (/)',
  lockedTitle: 'Iniciar sesión',
  signInToSteer: 'Iniciar sesión para dirigir',
  accessToken: 'Clave de acceso',
  signIn: 'Iniciar sesión',
  whereIsIt: '¿Dónde está?',
  whereToken: 'NerdPudding muestra un enlace al iniciarse. La clave es lo que sigue a {}; también puedes pegar el enlace entero. Mira en la terminal, con {} o con {}.',
  address: 'Dirección',
  linkFor: 'Para qué es el enlace',
  toWatch: 'Para mirar',
  toSteer: 'Para dirigir',
  qrOfLink: 'Código QR del enlace',
  link: 'Enlace',
  copy: 'Copiar',
  forObs: 'Para OBS y paneles',
  overlayHint: 'Subtítulos sobre fondo transparente, para una fuente de navegador de OBS',
  embedHint: 'Imagen y subtítulos, para un marco en otra página',
  embedOrigins: 'Una página puede mostrarlo en un marco si {} la nombra.',
  usePhone: 'Usar un teléfono',
};
