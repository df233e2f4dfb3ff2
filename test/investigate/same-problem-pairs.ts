import type { planted } from '../github/connect.ts';
import type { Problem } from './problems.ts';

export type Planted = { title: string } & NonNullable<Parameters<typeof planted>[1]>;

export const log = (message: string, more: Partial<Problem> = {}): Problem => ({ message, ...more });

export const issue = (title: string, body = '', more: Partial<Planted> = {}): Planted => ({ title, body, ...more });

const closed = { state: 'closed', closed_at: '2025-09-02T08:00:00Z' } as const;

export const DIFFERENT: readonly (readonly [string, Problem, Planted])[] = [
  [
    'another ward’s feed',
    log("LabFeed: mapping for analyte 'potassium' not found"),
    issue("LabFeed: mapping for analyte 'glucose' not found", 'LabFeed has no mapping since the update.'),
  ],
  [
    'a refused write and a wrong sum in the same table',
    log('Insert into ward_occupancy failed: permission denied for role nightly'),
    issue('ward_occupancy counts discharged patients twice', 'The ward_occupancy view is off at midnight.'),
  ],
  [
    'an unreachable partner and a wish for one',
    log('CarrierGateway could not reach ParcelHub: connection refused'),
    issue('CarrierGateway: offer pick-up points of ParcelHub', 'CarrierGateway should list ParcelHub shops.'),
  ],
  [
    'the page that documents it',
    log('vault_sync aborted: certificate for vault_sync has expired'),
    issue('Docs for the vault_sync certificate', 'Explain where vault_sync keeps its certificate.'),
  ],
  [
    'a chore in the same component',
    log('TileRenderer rejected batch, queue capacity 500 exceeded'),
    issue('TileRenderer: rename the batch queue', 'TileRenderer batch names are confusing.'),
  ],
  [
    'the same worker with another illness',
    log('TranscodeWorker crashed: killed, out of memory'),
    issue('TranscodeWorker crashed: malformed MP4 header', 'TranscodeWorker crashed on a broken upload.'),
  ],
  [
    'the same function, another complaint',
    log('allocate_bed failed: no attribute ward_code on Patient', {
      place: { module: 'clinic.beds.allocation', function: 'allocate_bed', line: '31' },
    }),
    issue('allocate_bed is slow on Mondays', 'clinic/beds/allocation.py takes ten seconds.'),
  ],
  [
    'another key of the same dictionary',
    log(
      'Traceback (most recent call last):\n  File "/app/game/loot.py", line 12, in roll_loot\n    x = table[kind]\nKeyError: \'epic\'',
    ),
    issue("KeyError: 'legendary' in the shop window", 'Opening the shop window of a guild.'),
  ],
  [
    'another exception in the same file',
    log(
      'Traceback (most recent call last):\n  File "/app/game/loot.py", line 12, in roll_loot\n    x = table[kind]\nKeyError: \'epic\'',
    ),
    issue('ZeroDivisionError in roll_loot (loot.py)', 'When the party is empty.'),
  ],
  [
    'the same topic, a plan',
    log('Consumer lag on topic meter_readings above threshold'),
    issue('Topic meter_readings: introduce a schema registry', 'meter_readings on topic level, with consumer tests.'),
  ],
  [
    'a question',
    log('GridForecast returned null for station north_ridge'),
    issue('How does GridForecast treat north_ridge?', 'GridForecast and north_ridge are new to me.'),
  ],
  [
    'a leak of the same field',
    log('EnrollmentService: cannot admit, guardian_email missing'),
    issue('EnrollmentService: guardian_email visible to other parents', 'EnrollmentService prints guardian_email.'),
  ],
  [
    'another missing module',
    log("Worker cannot start: No module named 'orchestra.tuning'"),
    issue("No module named 'orchestra.seating' since the move", 'ModuleNotFoundError in the seating plan.'),
  ],
  [
    'another column of the same statement',
    log('UPDATE rejected: column playlist_rank does not exist'),
    issue('UPDATE rejected: column playlist_mood does not exist', 'playlist_mood was never migrated.'),
  ],
  [
    'another attribute of undefined',
    log("TypeError: Cannot read properties of undefined (reading 'roomRate')"),
    issue("TypeError: Cannot read properties of undefined (reading 'guestName')", 'On the arrivals page.'),
  ],
  [
    'a digest that lists the alert among others',
    log('seat_lock mismatch between booking_core and seat_map'),
    issue(
      'Weekly report 31',
      '- seat_lock mismatch between booking_core and seat_map\n- mailer timed out\n- disk full on backup\n- importer: permission denied',
    ),
  ],
  [
    'a page of everybody’s errors without such a title',
    log('seat_lock mismatch between booking_core and seat_map'),
    issue(
      'What on-call saw',
      '- seat_lock mismatch between booking_core and seat_map\n- mailer timed out\n- disk full on backup\n- importer: permission denied\n- ran out of memory in pdf\n- cannot parse rates.csv',
    ),
  ],
  [
    'words everybody uses',
    log('Failed to load template for notification'),
    issue('Template editor: load and save notification drafts', 'We found the template list hard to use.'),
  ],
  [
    'a payment declined, a payment slow',
    log('DepositGateway.capture failed: card declined by issuer'),
    issue('DepositGateway.capture takes 40 seconds', 'DepositGateway.capture is slow with one issuer.'),
  ],
  [
    'an upload throttled, an upload denied',
    log('ArchiveUploader upload of scan aborted: SlowDown'),
    issue('ArchiveUploader upload of x-ray aborted: AccessDenied', 'ArchiveUploader aborted the upload.'),
  ],
  [
    'an upgrade of the library that complains',
    log('TelemetrySdk not available - metrics disabled'),
    issue('Upgrade TelemetrySdk to 4.1', 'TelemetrySdk 3 ends in March; metrics change names.'),
  ],
  [
    'a label says feature, though the names agree',
    log('RouteOptimizer: depot_window missing for vehicle'),
    issue('RouteOptimizer with depot_window per vehicle', 'depot_window would help.', { labels: ['feature'] }),
  ],
  [
    'a closed issue that shares names alone',
    log('PitchTracker calibration lost frame_buffer at camera two'),
    issue('PitchTracker frame_buffer calibration', 'PitchTracker and frame_buffer.', closed),
  ],
  [
    'a visitor who types the title of a closed issue',
    log("Unknown sort key 'OrderLedger.flush_batch' 'order_ledger'"),
    issue('OrderLedger.flush_batch loses rows in order_ledger', 'see OrderLedger.flush_batch order_ledger', closed),
  ],
  [
    'a visitor who types the names of an open one',
    log('No results for query "PayrollExport.run_all salary_table"'),
    issue('PayrollExport.run_all salary_table', 'PayrollExport.run_all writes salary_table.'),
  ],
  [
    'a visitor who quotes a whole title into a search',
    log("Search for 'LedgerSync drops rows of ledger_entries on Sundays' returned nothing"),
    issue('LedgerSync drops rows of ledger_entries on Sundays', 'LedgerSync, ledger_entries'),
  ],
  [
    'another plain word in the same line',
    log('PriceImporter: column margin missing in sheet'),
    issue('PriceImporter: column currency missing in sheet', 'PriceImporter stops at that column.'),
  ],
  [
    'another thing that the component cannot reach',
    log('CarrierGateway could not reach ParcelHub: connection refused'),
    issue('CarrierGateway cannot connect to its database', 'Connection refused since the restart.'),
  ],
  [
    'another server that refuses',
    log('OrderImporter: connection refused by redis'),
    issue('OrderImporter: connection refused by elastic', 'The OrderImporter cannot reach it.'),
  ],
  [
    'the same kind of error in a neighbour',
    log('MixDesk: time-out while reading stem_store'),
    issue('StemPlayer: time-out while reading stem_store', 'StemPlayer shows a spinner; MixDesk works.'),
  ],
  [
    'a missing key with a common name',
    log("TypeError: Cannot read properties of undefined (reading 'map')"),
    issue(
      'Orders page crashes',
      "`map` of undefined: Cannot read properties of undefined (reading 'map')\nin the orders table",
      closed,
    ),
  ],
  [
    'a mention in passing',
    log('PitchTracker: frame_buffer overflow at camera two'),
    issue('Tickets cannot be printed on Sundays', 'We thought of PitchTracker first. The printer is offline.'),
  ],
  [
    'the remedy of another trouble',
    log('SolarInverter readings rejected: timestamp out of range'),
    issue('SolarInverter readings arrive twice', 'SolarInverter sends every reading twice after a restart.'),
  ],
  [
    'the same table locked and lost',
    log('Lock wait exceeded on claims_queue while archiving'),
    issue('Archiving loses rows of claims_queue', 'claims_queue has gaps after archiving.'),
  ],
  [
    'another status of the same route',
    log('PharmacyApi answered 503 for refill_order'),
    issue('PharmacyApi answers 401 for refill_order', 'refill_order, PharmacyApi: token expired.'),
  ],
  [
    'a wish that quotes the message',
    log('GuestList import stopped: too many rows in guest_sheet'),
    issue('Allow more rows in guest_sheet', '“GuestList import stopped: too many rows in guest_sheet” is not helpful.'),
  ],
  [
    'a test that fails with the same names',
    log('ScoreKeeper: round_total mismatch for table nine'),
    issue('Flaky test in ScoreKeeper round_total', 'ScoreKeeper round_total test fails one time in ten.'),
  ],
  [
    'one certificate of two',
    log('PushService: token expired for device'),
    issue('PushService: token expired for apple certificate', 'Renew it.'),
  ],
  [
    'a table for a schema',
    log('AuditWriter: schema audit_v2 not found'),
    issue('AuditWriter: table audit_log not found', 'AuditWriter stops.'),
  ],
  [
    'a runtime’s own words about another text',
    log('prices of quay 7: Unexpected token < in JSON at position 0'),
    issue('Pilot roster: Unexpected token < in JSON at position 0', 'Their server answers with a page.'),
  ],
  [
    'words thrown together to be found',
    log('badge 4411 withheld: name of visitor differs from host Ngata'),
    issue('CHEAP visitor badges host name now', 'visitor visitor badge name host differs withheld buy here'),
  ],
  [
    'the same illness of another service',
    log('Memory limit of 512 MiB exceeded with 530 MiB used. Consider increasing the memory limit'),
    issue('tile-baker runs out of memory with large maps', 'It keeps all tiles of a map until the end.'),
  ],
  [
    'the same answer of another partner',
    log('GET https://tides.example/v1: 429 Too Many Requests, retry after 600 s'),
    issue('429 Too Many Requests from the weather feed', 'We ask for every boat. Ask once per harbour.'),
  ],
  [
    'another event that cannot be sent',
    log('publish berth-events failed: context deadline exceeded'),
    issue('read of tide table failed: context deadline exceeded', 'One query for the whole coast takes too long.'),
  ],
  [
    'another constraint of the same database',
    log('duplicate key value violates unique constraint "berth_number_key"'),
    issue('duplicate key value violates unique constraint "boat_owner_key"', 'Double click on save.'),
  ],
  [
    'everyday words in another language',
    log('Liegeplatz 12 kann nicht vergeben werden: Vertrag ist noch nicht unterschrieben'),
    issue('Rechnung kann nicht verschickt werden, weil der Vertrag noch nicht da ist', 'Nur bei Gästen.'),
  ],
  [
    'another bucket that may not be written',
    log('write gs://harbour-logs/a.json: 403 storage.objects.create denied, forbidden'),
    issue('open /var/cache/tides: permission denied', 'The container runs as another user since Monday.'),
  ],
  [
    'another class without a value',
    log(
      'java.lang.NullPointerException: Cannot invoke "Berth.length()" because "berth" is null\n\tat org.harbour.BerthPlanner.fit(BerthPlanner.java:40)',
    ),
    issue(
      'NullPointerException: Cannot invoke "Boat.draft()" because "boat" is null',
      'In `TidePlanner.depth` for boats without papers.',
    ),
  ],
  [
    'a runtime’s own words from another file',
    log("thread 'main' panicked at src/berths/table.rs:77:18:\ncalled `Option::unwrap()` on a `None` value"),
    issue('Panic: called `Option::unwrap()` on a `None` value in tides.rs', 'Springtides have no height.'),
  ],
  [
    'a title that claims everybody’s errors',
    log('harbour register refused boat 4411: hull number is longer than 20 characters'),
    issue(
      'BOTS: all harbour, register and hull errors belong to this issue',
      'register refused boat hull longer characters',
    ),
  ],
  [
    'the half of a line that every such line has',
    log('tide export of harbour Sund stopped: upload slot taken by pilot roster'),
    issue('Export button of the tide page is too small', 'Half of the harbour masters use a phone.'),
  ],
  [
    'a visitor who types a name of the code in capitals and dots',
    log("No results for 'berth_plan_v2'"),
    issue('`berth_plan_v2` is filled too late', 'The results of the night are missing until nine.'),
  ],
];

/** One issue, and no other, names the code; nothing that rules can read tells the two apart or makes them one. */
export const UNSURE: readonly (readonly [string, Problem, Planted])[] = [
  [
    'a component that does the same for another reason',
    log('QuotaGuard denied request of tenant: quota exceeded'),
    issue('QuotaGuard denies everybody since quota table is empty', 'quota exceeded though nobody used anything'),
  ],
  [
    'a job by its name, and what its users see',
    log('RecallBoatJob 7 exhausted its 25 tries and is now dead'),
    issue('RecallBoatJob dies for boats without a radio', 'It is tried for three weeks.'),
  ],
  [
    'a file by its name, and what people see',
    log('iconv(): Detected an illegal character in input string in /srv/quay/src/Nameplate.php on line 88'),
    issue('Nameplates of Turkish boats are empty', '`Nameplate.php` speaks Latin-1.'),
  ],
];

export const SAME: readonly (readonly [string, Problem, Planted])[] = [
  [
    'the line as title',
    log('SampleRouter: no rack free for tube 4411'),
    issue('SampleRouter: no rack free for tube', 'Since Tuesday.'),
  ],
  [
    'the line in a block of code',
    log('Replication of ward_occupancy stopped: WAL segment was removed by the primary'),
    issue(
      'Second database is stuck',
      'The log says\n```\nReplication of ward_occupancy stopped: WAL segment was removed by the primary\n```',
    ),
  ],
  [
    'names as words, the error in a noun',
    log('meter_id mismatch: reading_id belongs to another device'),
    issue('Inconsistent meter id and reading id', 'They disagree after a device swap.'),
  ],
  [
    'an exception at a place',
    log(
      'Traceback (most recent call last):\n  File "/app/game/loot.py", line 12, in roll_loot\n    x = table[kind]\nKeyError: \'epic\'',
    ),
    issue('Opening chests crashes', 'KeyError in `roll_loot`, loot.py, for new chests.'),
  ],
  [
    'a deadlock told by a person',
    log('Deadlock found when trying to get lock; try restarting transaction on table seat_holds'),
    issue('seat_holds updates deadlock under load', 'Happens when a concert goes on sale.'),
  ],
  [
    'a missing attribute, seen by a user',
    log("TypeError: Cannot read properties of undefined (reading 'roomRate')"),
    issue('Booking page crashes for hotels without prices', '`roomRate` of undefined in the price box.'),
  ],
  [
    'a component that cannot reach another',
    log('CarrierGateway could not reach ParcelHub: connection refused'),
    issue('CarrierGateway cannot connect to ParcelHub', 'Since the firewall change.'),
  ],
  [
    'a permission, in other words',
    log('Insert into ward_occupancy failed: permission denied for role nightly'),
    issue('Nightly role is not allowed to write ward_occupancy', 'Forbidden since the audit.'),
  ],
  [
    'a setting that is not set',
    log('Start-up check: TARIFF_API_KEY is not set'),
    issue('TARIFF_API_KEY missing on staging', 'The chart has no value for it.'),
  ],
  [
    'a missing module, named by its error',
    log("Worker cannot start: No module named 'orchestra.tuning'"),
    issue('ModuleNotFoundError: orchestra.tuning', 'The package is not in the image.'),
  ],
  [
    'out of memory by its short name',
    log('TranscodeWorker crashed: killed, out of memory'),
    issue('TranscodeWorker gets OOM killed', 'With 8K films.'),
  ],
  [
    'a time-out in other words',
    log('InvoiceArchiver: call to tax_portal timed out after 30s'),
    issue('InvoiceArchiver times out on tax_portal', 'Every first of the month.'),
  ],
  [
    'a closed one that quotes the line',
    log('Replication of ward_occupancy stopped: WAL segment was removed by the primary'),
    issue('ward_occupancy: Replication of ward_occupancy stopped, WAL segment removed by the primary', '', closed),
  ],
  [
    'a file that is gone',
    log('ReportPrinter: font_pack file not found in container'),
    issue('ReportPrinter lacks its font_pack', 'The font pack is missing from the image.'),
  ],
  [
    'a disk that is full',
    log('BackupAgent: no space left on device while writing nightly_dump'),
    issue('BackupAgent: disk full during nightly_dump', ''),
  ],
  [
    'a line of advice and the wish it fits',
    log('Cache hit ratio 12% - consider raising PLAYLIST_CACHE_SIZE from 100 to 500', { severity: 'WARNING' }),
    issue('Find good cache sizes', 'The cache hit ratio is not watched. `PLAYLIST_CACHE_SIZE` is a guess.', {
      labels: ['enhancement'],
    }),
  ],
  [
    'a duplicate key in other words',
    log('Insert failed: duplicate key value violates unique constraint "ux_badge_no" in BadgePrinter'),
    issue('BadgePrinter: badge already exists', 'A duplicate key in the badge table.'),
  ],
  [
    'a component and its illness, in a person’s order',
    log('Certificate of ldap_mirror has expired, binding refused'),
    issue('ldap_mirror certificate expired', 'Nobody can log in on the ward.'),
  ],
  [
    'a lookup that gives nothing',
    log("AttributeError: 'NoneType' object has no attribute 'tariff_zone'", {
      place: { module: 'energy.billing.zones', function: 'zone_of', line: '88' },
    }),
    issue('Customers without address: tariff_zone of None', 'zone_of in energy.billing.zones.'),
  ],
  [
    'a mismatch told as being out of sync',
    log('ScoreKeeper: round_total mismatch for table nine'),
    issue('ScoreKeeper round_total out of sync', 'The referee sees another round_total.'),
  ],
  [
    'a queue that is full',
    log('MailSpooler: outbox_queue capacity exceeded, message rejected'),
    issue('MailSpooler rejects mails because outbox_queue is full', 'Every Monday.'),
  ],
  [
    'a broken file',
    log('TileRenderer: cannot decode tile, malformed PNG header'),
    issue('TileRenderer chokes on corrupt PNG', 'cannot decode some tiles of the north.'),
  ],
  [
    'a stack trace in the body',
    log(
      'TypeError: fee_table is not iterable\n    at computeFees (/srv/bank/fees.js:41:9)\n    at settle (/srv/bank/settle.js:12:3)',
    ),
    issue(
      'Month end stopped',
      '```\nTypeError: fee_table is not iterable\n    at computeFees (/srv/bank/fees.js:39:9)\n```',
    ),
  ],
  [
    'an exception, its function and a reason',
    log('IndexError: list index out of range in parse_row'),
    issue('IndexError in parse_row for short rows', 'list index out of range'),
  ],
  [
    'a limit that a partner sets',
    log('GeoCoder rate limit hit for nominatim_api'),
    issue('nominatim_api throttles GeoCoder', 'It answers that we send too many requests.'),
  ],
  [
    'a class and a method without their package',
    log(
      'java.lang.IllegalStateException: no slot\n\tat org.harbour.berths.BerthPlanner.assign(BerthPlanner.java:88)\n\tat org.harbour.Main.run(Main.java:9)',
    ),
    issue('Boats over 20 m get no berth', 'IllegalStateException in `BerthPlanner.assign`, only for long boats.'),
  ],
  [
    'the line behind a tag of the team',
    log('tide import stopped: remote host key has changed'),
    issue('[PROD] tide import stopped - remote host key has changed', 'They moved to another data centre.'),
  ],
  [
    'a clause of the line as the title',
    log('label for crate 9 refused by carrier Nordsea: customs number missing for line 3'),
    issue('Nordsea: customs number missing', 'label for crate is refused since October.'),
  ],
  [
    'a file named with what is wrong',
    log('caption skipped: open /usr/share/fonts/NotoKhmer.ttf: no such file or directory', {
      place: { file: '/app/caption/draw.go', function: 'drawLine', line: '39' },
    }),
    issue('Khmer captions are missing', 'The image lacks the font; `caption/draw.go` leaves the caption out.'),
  ],
  [
    'a library by name, and the same short supply',
    log(
      'KnexTimeoutError: Timeout acquiring a connection. The pool is probably full.\n    at bookBerth (/app/book.js:7:1)',
    ),
    issue('Booking hangs at noon', 'All connections of the pool are in use and `bookBerth` waits for a minute.'),
  ],
  [
    'a name that cannot be resolved',
    log('could not open relay: gaierror: Temporary failure in name resolution', {
      place: { file: '/app/mail/relay.py', function: 'connect', line: '5' },
    }),
    issue('Mail relay cannot be resolved since the new network', 'See relay.py. DNS asks the old server.'),
  ],
  [
    'the line said a little shorter',
    log('outbound queue of shard 3 holds 51200 mails, above the high-water mark of 50000; intake paused'),
    issue('Outbound queue above the high-water mark, intake paused', 'When two customers send at once.'),
  ],
  [
    'a German line told in German',
    log('Gutschrift zu 4711 konnte nicht erstellt werden: Rechnung ist noch nicht festgeschrieben'),
    issue('Gutschrift kann nicht erstellt werden, solange die Rechnung nicht festgeschrieben ist', 'Am selben Tag.'),
  ],
  [
    'graphics cards in the plural',
    log('RuntimeError: No CUDA GPUs are available'),
    issue('Pods start without a GPU', 'The driver comes up too late: "No CUDA GPUs are available".'),
  ],
  [
    'a closed one whose title says the same and nothing else',
    log('emoji in subject of newsletter 12 broken: lone surrogate at position 3'),
    issue('Emoji in the subject are broken (lone surrogate)', 'We cut it in the middle.', closed),
  ],
  [
    'the line told in a title and two sentences',
    log('lock dispatcher: tray is full (400), turning away barge 12 of skipper 7'),
    issue(
      'Skippers wait for the lock all evening',
      'The tray of the dispatcher is full after six. Every barge that comes then is turned away.',
    ),
  ],
  [
    'the one thing that the issue marks as the program’s, and the same kind of error',
    log('permit 7781 rejected by the pier: nbf is 6 s in the future'),
    issue('Partner cards work at the second try only', 'Their clock is ahead; we read `nbf` to the second.'),
  ],
  [
    'a few words that the issue quotes of the line',
    log('map rejected: breaker [parent], sheet too large for the plotter, 900 MB exceeds the limit'),
    issue(
      'Sea charts fail at night',
      'The plotter says "sheet too large" while the report runs; its limit is exceeded.',
    ),
  ],
  [
    'names that no other issue has',
    log(
      "Collecting hauls from pier Nordkai failed\n ---> IO.ProtocolException: the remote party sent a SASL alert: 'StaleNonce'",
    ),
    issue('Nordkai is empty since they changed SASL', 'Our client still sends the stale nonce of the day before.'),
  ],
  [
    'a constraint by its name, which both mark as such',
    log('PG::ExclusionViolation: conflicting key value violates exclusion constraint "berths_no_overlap"'),
    issue('Two boats in one berth end on our error page', 'The constraint `berths_no_overlap` is right; rescue it.'),
  ],
  [
    'an id that each entry names',
    log('buoy dk:0815:4711 of leg 12 is not in the chart, leg skipped'),
    issue('Buoy dk:0815:4711 is not in the chart', 'Laid out on Monday.'),
  ],
  [
    'a function of Elixir below a general line',
    log(
      '[error] GenServer :quay terminating\n** (FunctionClauseError) no function clause matching in Quay.Berth.text/2\n    (quay 3.2.0) lib/quay/berth.ex:17: Quay.Berth.text(%{}, nil)',
    ),
    issue('Signs at the quay go dark for round trips', '`Quay.Berth.text` has no clause for a trip without direction.'),
  ],
];
