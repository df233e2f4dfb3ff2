import { describe } from 'vitest';
import { type ProblemSet, testProblemSet } from '../support/problem-set.ts';

describe('entries of several problems of Ruby', () => {
  const problems: ProblemSet = [
    [
      "undefined method `id' for #<User> in charge",
      (
        i,
      ) => `/app/cart.rb:${12 + (i % 3)}:in \`charge': undefined method \`id' for #<User:0x00005${i}a5 @id=${i}> (NoMethodError)
\tfrom /app/checkout.rb:${30 + i}:in \`block in call'\n\tfrom /app/main.rb:1:in \`<main>'`,
    ],
    [
      "undefined method `id' for #<User> in total",
      (
        i,
      ) => `/app/orders.rb:${40 + i}:in \`total': undefined method \`id' for #<User id: ${i}, name: "n${i}"> (NoMethodError)
\tfrom /app/checkout.rb:${60 + i}:in \`bill'\n\tfrom /app/main.rb:1:in \`<main>'`,
    ],
    [
      "Couldn't find Invoice with 'id'",
      (i) =>
        [
          '  ',
          `ActiveRecord::RecordNotFound (Couldn't find Invoice with 'id'=${i * 71}):`,
          '  ',
          `app/controllers/invoices_controller.rb:${20 + i}:in 'InvoicesController#show'`,
        ]
          .map((line) => `[c603447${i}-4026-4ded-9e3c-088c76d056f1] ${line}`)
          .join('\n'),
    ],
    [
      "Couldn't find Parcel with 'id'",
      (i) =>
        `  \nActiveRecord::RecordNotFound (Couldn't find Parcel with 'id'=${i * 71}):\n  \napp/controllers/parcels_controller.rb:${20 + i}:in 'ParcelsController#show'`,
    ],
    [
      'bank did not answer in time',
      (
        i,
      ) => `2024-05-01T10:00:0${i}.123Z pid=4 tid=ab${i} class=PayJob jid=7f00${i} WARN: Net::ReadTimeout: bank did not answer in time
/usr/local/lib/ruby/3.2.0/net/protocol.rb:219:in 'rbuf_fill'\n/app/jobs/pay_job.rb:${12 + i}:in 'PayJob#perform'`,
    ],
    [
      'unexpected character in the feed',
      (
        i,
      ) => `/app/sync.rb:${5 + i}:in 'rescue in Sync#pull': could not pull the catalogue (SyncError)\n\tfrom /app/main.rb:3:in '<main>'
/app/feed.rb:${i}:in 'Feed#parse': unexpected character in the feed (JSON::ParserError)\n\tfrom /app/sync.rb:3:in 'Sync#pull'`,
    ],
  ];
  testProblemSet(problems);
});
