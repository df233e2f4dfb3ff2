/** What a dependency that can be reached says of a statement. */
const OF_STATEMENT =
  /\bdoes not exist\b|\bsyntax error\b|\bduplicate (?:key|entry)\b|\bdeadlock\b|\bstatement timeout\b|\bconstraint\b|\bpermission denied\b|\bWRONGTYPE\b|\block (?:wait )?timeout\b|\bquery (?:timed out|timeout)\b|\bslow query\b/i;

/**
 * What libpq, its users and the JDBC driver put before PostgreSQL's own words, unless these
 * say that it starts, stops, or, where PgBouncer says them, is not to be reached from there.
 */
const OF_POSTGRES =
  /\b(?:failed|pool|Exception|Error): FATAL: {1,4}(?! |the database system is |terminating connection due to administrator|.{0,60}\b(?:cannot connect|connect failed|connect timeout|server conn|login has been failing|query_wait_timeout|shutting down)\b)/;

/** Too many ask already. */
const OF_CROWD =
  /\bremaining connection slots\b|\btoo many (?:\w{1,30} )?(?:connections|clients)\b|\bmax(?:imum)? (?:number of )?(?:clients|(?:client )?connections)\b.{0,20}\b(?:reached|exceeded)\b|\bconnection limit exceeded\b|\bno more connections allowed\b/i;

/** Who asks has no business there. */
const OF_STRANGER = /\bpg_hba\.conf\b|\bNOAUTH\b|\bWRONGPASS\b|\bnot[ _]authori[sz]ed\b|\berror 40[13]\b/i;

/** The application itself has closed what it uses, or kept it for too long. */
const OF_USE =
  /\b(?:connection|cursor|client|session|pool) (?:is |was |has been )?already (?:been )?closed\b|\bidle[- ](?:in[- ]transaction|session)\b/i;

/**
 * Not the dependency has gone but who asked it: what proxies and servers say, PostgreSQL's and MySQL's too
 * (https://dev.mysql.com/doc/refman/8.4/en/communication-errors.html).
 */
const OF_CLIENT =
  /\baborted connection \S{1,20} to db\b|\bconnection to client lost\b|\bEOF on client connection\b|\b(?:reading from|writing to|receive data from|send data to) (?:the )?client\b|\bclient (?:prematurely )?(?:closed|reset|dropped|aborted) (?:the |its |local |keepalive )?connection\b|\b(?:closed|reset|aborted|canceled) by (?:the )?client\b/i;

const ANSWERS = [OF_STATEMENT, OF_POSTGRES, OF_CROWD, OF_STRANGER, OF_USE, OF_CLIENT];

/** `Login failed: connect ECONNREFUSED 10.0.0.3:6379` says what failed first, and then why. */
const REFUSAL =
  /\bauthenticat(?:ion|e)\b(?! handshake).{0,40}\b(?:fail(?:ed|ure)?|error|rejected|refused|denied|required)\b|\blogin failed for\b|\baccess[ _](?:is |was )?(?:denied|refused)\b|\bPERMISSION_DENIED\b|\bforbidden\b|\bunauthori[sz]ed\b|\bunauthenticated\b|\binvalid (?:username|password|credentials?)\b|\bcertificate\b/i;
const OF_NETWORK =
  /\bE(?:CONNREFUSED|CONNRESET|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)\b|\bconnection (?:refused|reset|timed out)\b|\bno route to host\b|\bno such host\b|\bi\/o timeout\b|\bunreachable\b/i;

/** Whether a text is, or repeats, what a dependency says that was reached, or is about one that was. */
export function isAnswer(text: string): boolean {
  return ANSWERS.some((wording) => wording.test(text)) || (REFUSAL.test(text) && !OF_NETWORK.test(text));
}
