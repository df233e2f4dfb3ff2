/** Stack traces as Ruby and PHP print them (see split-trace.ts). */
export const RUBY_AND_PHP_TRACES = {
  ruby: {
    root: "<trace> NoMethodError: undefined method 'id' for nil <at> /app/lib/cart.rb(Cart#charge)",
    title: "undefined method 'id' for nil",
    text: `/app/lib/cart.rb:12:in 'Cart#charge': undefined method 'id' for nil (NoMethodError)

    price.id
         ^^^
\tfrom /app/lib/checkout.rb:3:in 'block in Checkout#call'
\tfrom /usr/local/bundle/gems/rack-2.2.8/lib/rack/builder.rb:3:in 'call'
\tfrom /app/main.rb:1:in '<main>'`,
  },
  'ruby, with a cause': {
    root: '<trace> JSON::ParserError: unexpected character in the feed <at> /app/lib/feed.rb(Feed#parse)',
    title: 'unexpected character in the feed',
    text: `/app/lib/sync.rb:5:in 'rescue in Sync#pull': could not pull the catalogue (SyncError)
\tfrom /app/lib/sync.rb:2:in 'Sync#pull'
\tfrom /app/main.rb:1:in '<main>'
/app/lib/feed.rb:9:in 'Feed#parse': unexpected character in the feed (JSON::ParserError)
\tfrom /app/lib/sync.rb:3:in 'Sync#pull'
\tfrom /app/main.rb:1:in '<main>'`,
  },
  'ruby, as Rails logs it': {
    root: "<trace> ActiveRecord::RecordNotFound: Couldn't find Invoice with 'id' = <*> <at> app/controllers/invoices_controller.rb(InvoicesController#show) <at> app/models/invoice.rb(Invoice.current)",
    title: "Couldn't find Invoice with 'id'",
    text: `ActiveRecord::RecordNotFound (Couldn't find Invoice with 'id'=4711):
  
app/models/invoice.rb:4:in 'Invoice.current'
app/controllers/invoices_controller.rb:20:in 'InvoicesController#show'`,
  },
  php: {
    root: String.raw`<trace> App\Exceptions\CartIsEmpty: nothing to pay for in this cart <at> /app/src/Cart.php()`,
    title: 'nothing to pay for in this cart',
    text: String.raw`PHP Fatal error:  Uncaught App\Exceptions\CartIsEmpty: nothing to pay for in this cart in /app/src/Cart.php:7
Stack trace:
#0 /app/src/Shop.php(12): App\Cart->pay(Object(App\Bank))
#1 /app/vendor/slim/slim/App.php(99): App\Shop->buy()
#2 {main}
  thrown in /app/src/Cart.php on line 7`,
  },
  'php, with what followed': {
    root: "<trace> PDOException: SQLSTATE [ 42S02 ] : Base table or view not found : <*> Table 'carts' is not there <at> /app/src/Db.php()",
    title: "Table 'carts' is not there",
    text: String.raw`PHP Fatal error:  Uncaught PDOException: SQLSTATE[42S02]: Base table or view not found: 1146 Table 'carts' is not there in /app/src/Db.php:12
Stack trace:
#0 /app/src/Db.php(12): PDO->query('select')
#1 {main}

Next App\Exceptions\NoCart: the cart could not be loaded in /app/src/Db.php:15
Stack trace:
#0 /app/public/index.php(5): App\Db->open()
#1 {main}
  thrown in /app/src/Db.php on line 15`,
  },
  'php, as Laravel logs it': {
    root: '<trace> ErrorException: Undefined variable $price in the view <at> /app/storage/framework/views/#abc.php()',
    title: 'Undefined variable $price in the view',
    text: String.raw`[2024-08-12 14:35:22] production.ERROR: the cart could not be drawn {"userId":37,"exception":"[object] (App\\Exceptions\\ViewBroken(code: 0): the cart could not be drawn at /app/app/Views.php:3)
[stacktrace]
#0 /app/app/Http/Carts.php(12): App\\Views->draw('x')
#1 {main}

[previous exception] [object] (ErrorException(code: 0): Undefined variable $price in the view at /app/storage/framework/views/0abc.php:40)
[stacktrace]
#0 /app/storage/framework/views/0abc.php(40): handleError()
#1 /app/app/Views.php(3): include('x')
#2 {main}
"} `,
  },
} as const;
