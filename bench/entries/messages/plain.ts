import type { Messages } from './messages.ts';

/** Lines of text without structure: App Engine, Cloud Functions, jobs. Most frequent first. */
export const PLAIN: Messages = {
  DEBUG: `
    memcache hit for page:{int}
    opening {path}`,
  INFO: `
    Function execution started
    Function execution took {ms} ms, finished with status: 'ok'
    Processing object uploads/{hex}.png of {bytes} bytes
    Newsletter {int} sent to {int} recipients
    Thumbnail {int}x{int} stored at gs://shop-thumbs/{hex}.webp
    Report "{name}" requested by {email}
    admin: {name} opened customer {int}
    {int} rows imported from {path}, {small} skipped
    [{date} {time}] cron: nightly clean-up removed {int} carts
    Job {uuid} is {pct} done
    Mail queue holds {int} messages
    EXIF data removed from {path}
    Login of {name} via SSO
    Bounce for {email} recorded: 5.1.1`,
  NOTICE: `
    admin: {name} impersonates {user}
    Export {uuid} is ready for download`,
  WARNING: `
    Thumbnail of {path} skipped: unsupported colour space
    smtp server {host} greylisted us, retry in {int} s
    admin: three failed logins of {name} from {ip}
    quota: {pct} of daily mails used
    import: row {int} of {path} has no price
    template welcome.html lacks placeholder first_name`,
  ERROR: `
    Function execution took {ms} ms, finished with status: 'timeout'
    Function execution took {ms} ms, finished with status: 'crash'
    Could not read {path}: permission denied
    smtp server {host} rejected {email}: 550 user unknown
    ImageMagick: cache resources exhausted \`{path}' @ error/cache.c/OpenPixelCache/{int}
    report "{name}" failed: column "total_{small}" does not exist
    [{date} {time}] cron: job sync-prices did not finish within {int} minutes`,
  CRITICAL: `
    mail queue corrupted at offset {bytes}`,
};
