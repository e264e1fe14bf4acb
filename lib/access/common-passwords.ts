/**
 * Bodies of passwords that guessers try first, in small letters, without digits and marks around them. From published
 * frequency lists as they are commonly known; `isCommonPassword` also refuses their spellings and decorations.
 */
const WORDS = `
password passwort motdepasse contrasena contraseña parola haslo wachtwoord senha lozinka salasana
passphrase passcode passw passwd pass secret secreto geheim changeme change letmein letmeinnow welcome willkommen
bienvenue bienvenido hello hallo admin administrator administrador root toor superuser supervisor sysadmin
webmaster operator manager master guest user username login signin test testing tester demo default temp temporary
example sample qwerty qwertyuiop qwertyui qwertz qwertzuiop azerty azertyuiop asdf asdfgh asdfghjkl zxcvbn zxcvbnm
qazwsx qazwsxedc qweasd qweasdzxc qwerasdf asdfqwer zaqwsx zaqxsw poiuyt lkjhgf mnbvcxz qwert asdfg yxcvbnm
iloveyou iloveu iloveme loveyou lovely lover lovers forever babygirl babyboy princess prince sunshine
shadow dragon monkey football baseball basketball soccer hockey tennis golfer superman batman spiderman
starwars pokemon naruto minecraft fortnite trustno trustnoone michael michelle jessica jennifer jordan
ashley daniel charlie thomas andrew joshua matthew anthony robert william nicole hannah amanda
samantha melissa stephanie elizabeth charlotte alexander alexandra benjamin christopher patrick
freedom liberty whatever computer internet database server network samsung android windows microsoft
google facebook twitter linkedin instagram youtube yahoo hotmail gmail amazon apple iphone
killer hunter ranger buster tigger ginger pepper summer winter spring autumn january february march april
august september october november december monday friday sunday saturday hello helloworld
chocolate cookie cheese banana orange purple yellow silver golden diamond flower butterfly angel angels
mustang ferrari porsche mercedes corvette harley yamaha cowboy steelers eagles yankees lakers chelsea
liverpool arsenal barcelona realmadrid juventus manchester mylove myspace abcdef abcdefg abcdefgh abcdefghi
abcd aaaa nothing nothingsecret access accessdenied enter entrance open opensesame blink matrix
corporate company business office private public system service support security secure oracle
postgres postgresql timescale timescaledb mysql redis mongodb docker kubernetes jenkins grafana prometheus
fiber fiberdb fiberconsole telegraf influx influxdb probe probes console
correcthorsebatterystaple thequickbrownfox jesus jesuschrist christ blessed heaven faith family friend friends
mother father brother sister daddy mommy mamma papa honey sweetie sweet sexy beautiful pretty
`;

export const COMMON_WORDS: ReadonlySet<string> = new Set(WORDS.split(/\s+/).filter((word) => word !== ""));
