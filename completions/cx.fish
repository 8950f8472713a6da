function __cx_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __cx_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __cx_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __cx_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __cx_parse_tokens -S
    set -l unparsed_tokens (__cx_tokens -pc)
    switch $unparsed_tokens[1]
    case 'cx'
        __cx_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'fetch'
            __cx_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'trades'
                __cx_parse_subcommand -r 1 'raw-trades' 'all=' 'exchange=' 'base-url=' 'bulk-url=' 'since=' 'until=' 'limit=' 'bulk' 'no-bulk' 'state=' 'check' 'dry-run' 'f/follow' 'ws-url=' 'raw' 'renew=' 'stall=' 'to=' 'rejects=' 'strict' 'progress' 'version' 'h/help'
            case 'candles'
                __cx_parse_subcommand -r 1 'interval=' 'updates' 'all=' 'exchange=' 'base-url=' 'bulk-url=' 'since=' 'until=' 'limit=' 'bulk' 'no-bulk' 'state=' 'check' 'dry-run' 'f/follow' 'ws-url=' 'raw' 'renew=' 'stall=' 'to=' 'rejects=' 'strict' 'progress' 'version' 'h/help'
            case 'quotes'
                __cx_parse_subcommand -r 1 'all=' 'exchange=' 'base-url=' 'bulk-url=' 'f/follow' 'ws-url=' 'raw' 'renew=' 'stall=' 'to=' 'rejects=' 'strict' 'progress' 'version' 'h/help'
            case 'tickers'
                __cx_parse_subcommand -r 1 'all=' 'exchange=' 'base-url=' 'bulk-url=' 'f/follow' 'ws-url=' 'raw' 'renew=' 'stall=' 'to=' 'rejects=' 'strict' 'progress' 'version' 'h/help'
            case 'depth'
                __cx_parse_subcommand -r 1 'levels=' 'changes' 'all=' 'exchange=' 'base-url=' 'bulk-url=' 'f/follow' 'ws-url=' 'raw' 'renew=' 'stall=' 'to=' 'rejects=' 'strict' 'progress' 'version' 'h/help'
            case 'follow'
                __cx_parse_subcommand -r 1 'watch=' 'all=' 'exchange=' 'base-url=' 'bulk-url=' 'f/follow' 'ws-url=' 'raw' 'renew=' 'stall=' 'to=' 'rejects=' 'strict' 'progress' 'version' 'h/help'
            case 'replay'
                __cx_parse_subcommand -r 1 'exchange=' 'symbol=' 'interval=' 'speed=' 'book=' 'to=' 'rejects=' 'strict' 'progress' 'version' 'h/help'
            case 'simulate'
                __cx_parse_subcommand 0 'seed=' 'symbols=' 'count=' 'rate=' 'start=' 'gaps=' 'duplicates=' 'disorder=' 'to=' 'rejects=' 'strict' 'progress' 'version' 'h/help'
            end
        case 'enrich'
            __cx_parse_subcommand -r 1 'with=+' 'only' 'join=' 'replace' 'from=' 'to=' 'rejects=' 'strict' 'state=' 'progress' 'version' 'h/help'
        case 'window'
            __cx_parse_subcommand -r 2 'slide=' 'session=+' 'ticks=+' 'volume=+' 'notional=+' 'timezone=' 'lateness=' 'correctable=' 'max-ahead=' 'late=' 'updates' 'updates-every=' 'fill' 'fill-limit=' 'at-eof=' 'verify=' 'from=' 'to=' 'rejects=' 'strict' 'state=' 'progress' 'version' 'h/help'
        case 'alert'
            __cx_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'watch'
                __cx_parse_subcommand -r 1 'rules=' 'check=' 'explain' 'summary' 'partial' 'tee' 'notify' 'receivers=' 'outbox=' 'silence=+' 'silences=' 'from=' 'to=' 'rejects=' 'strict' 'state=' 'progress' 'version' 'h/help'
            case 'deliver'
                __cx_parse_subcommand 0 'receivers=' 'outbox=' 'version' 'h/help'
            case 'outbox'
                __cx_parse_subcommand -r 1 'retry' 'drop' 'all' 'receiver=' 'outbox=' 'version' 'h/help'
            end
        case 'archive'
            __cx_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'add'
                __cx_parse_subcommand -r 1 'tee' 'stats' 'prune' 'older-than=' 'dry-run' 'format=' 'single-writer' 'from=' 'to=' 'rejects=' 'strict' 'state=' 'progress' 'version' 'h/help'
            case 'compact'
                __cx_parse_subcommand 0 'to=' 'dry-run' 'format=' 'single-writer' 'version' 'h/help'
            end
        case 'query'
            __cx_parse_subcommand -r 2 'since=' 'until=' 'interval=' 'timezone=' 'exchange=' 'tenant=' 'where=' 'limit=' 'order=' 'sql=' 'param=+' 'revisions' 'explain' 'max-scan=' 'from=+' 'format=' 'width=' 'to=' 'version' 'h/help'
        case 'chart'
            __cx_parse_subcommand -r 1 'width=' 'height=' 'color=' 'svg' 'timezone=' 'from=' 'to=' 'rejects=' 'strict' 'state=' 'progress' 'version' 'h/help'
        case 'schema'
            __cx_parse_subcommand 1 'version' 'h/help'
        case 'help'
            __cx_parse_subcommand -r 1 'version'
        end
    end
end

function __cx_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __cx_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __cx_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __cx_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__cx_tokens -p)
    if test -z "$(__cx_tokens -t)"
        set -l index (count (__cx_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'cx' -f
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx" version' -l 'version' -d 'Show the version.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx" -eq 1' -fa 'fetch' -d 'Fetch market data: history, recordings, or a made-up market.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx" -eq 1' -fa 'enrich' -d 'Append fields to records: notional, mid, returns, indicators, formulas, joins.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx" -eq 1' -fa 'window' -d 'Make candles of trades, and longer candles of shorter ones, by event time.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx" -eq 1' -fa 'alert' -d 'Write alert events where rules over records begin and cease to hold.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx" -eq 1' -fa 'archive' -d 'Keep trades, candles, quotes, tickers and alerts in a store, for cx query.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx" -eq 1' -fa 'query' -d 'Answer records of a store that cx archive filled.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx" -eq 1' -fa 'chart' -d 'Draw candles, a chart for each instrument and interval.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx" -eq 1' -fa 'schema' -d 'Print the JSON Schema of the records, or of one kind of them.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch" version' -l 'version' -d 'Show the version.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx fetch" -eq 1' -fa 'trades' -d 'Fetch trades: past ones, and as they happen.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx fetch" -eq 1' -fa 'candles' -d 'Fetch the exchange\'s candles: past ones, and as they close.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx fetch" -eq 1' -fa 'quotes' -d 'Fetch the best bid and ask.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx fetch" -eq 1' -fa 'tickers' -d 'Fetch the last 24 hours.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx fetch" -eq 1' -fa 'depth' -d 'Follow order books: their best levels, or their changes.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx fetch" -eq 1' -fa 'follow' -d 'Follow trades as they happen (the default).'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx fetch" -eq 1' -fa 'replay' -d 'Emit again what was recorded from the exchange.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx fetch" -eq 1' -fa 'simulate' -d 'Make up a market, the same for the same seed.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" raw-trades' -l 'raw-trades' -d 'Trades one by one, not aggregated by taker\'s order and price.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" all' -l 'all' -d 'All symbols that trade and are priced in this asset.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" exchange' -l 'exchange' -d 'binance, coinbase or kraken.' -rfka 'binance coinbase kraken'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" base-url' -l 'base-url' -d 'Where the exchange\'s interface is (default: https://api.binance.com, or the other\'s own).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" bulk-url' -l 'bulk-url' -d 'Where Binance\'s bulk files are (default: https://data.binance.vision).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" since' -l 'since' -d 'First moment: a date, RFC 3339, a count since 1970, today, yesterday, or so long ago: 24h (default: 1h; with --follow: now).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" until' -l 'until' -d 'First moment that no longer counts (default: now).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" limit' -l 'limit' -d 'At most so many records a symbol.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" bulk' -l 'bulk' -d 'Use the exchange\'s bulk files for whole months and days.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" no-bulk' -l 'no-bulk' -d 'Use the exchange\'s bulk files for whole months and days.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" state' -l 'state' -d 'Keep here how far it came, and go on from it.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" check' -l 'check' -d 'Compare bulk files with REST: only records that differ, with "source" bulk or rest.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" dry-run' -l 'dry-run' -d 'Only say how many files, bytes and requests it would take.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" f follow' -l 'follow' -s 'f' -d 'Go on with what happens from now on, without end.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" ws-url' -l 'ws-url' -d 'Where the exchange\'s streams are (default: wss://stream.binance.com:9443, or the other\'s own).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" raw' -l 'raw' -d 'Print payloads as they come, each behind its time: what cx fetch replay reads.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" renew' -l 'renew' -d 'Replace connections at this age.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" stall' -l 'stall' -d 'Ask the exchange, when a connection brings nothing for so long.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" to' -l 'to' -d 'Write to here instead of stdout: file:PATH.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" rejects' -l 'rejects' -d 'Keep refused records here, with source and reason.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" strict' -l 'strict' -d 'Stop at the first refused record, with status 65.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" progress' -l 'progress' -d 'Show progress on stderr even where no terminal is, or in front of a pipe.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" version' -l 'version' -d 'Show the version.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch trades" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" interval' -l 'interval' -d '1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" updates' -l 'updates' -d 'With --follow, show the open candle as it changes, too.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" all' -l 'all' -d 'All symbols that trade and are priced in this asset.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" exchange' -l 'exchange' -d 'binance, coinbase or kraken.' -rfka 'binance coinbase kraken'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" base-url' -l 'base-url' -d 'Where the exchange\'s interface is (default: https://api.binance.com, or the other\'s own).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" bulk-url' -l 'bulk-url' -d 'Where Binance\'s bulk files are (default: https://data.binance.vision).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" since' -l 'since' -d 'First moment: a date, RFC 3339, a count since 1970, today, yesterday, or so long ago: 24h (default: 1h; with --follow: now).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" until' -l 'until' -d 'First moment that no longer counts (default: now).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" limit' -l 'limit' -d 'At most so many records a symbol.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" bulk' -l 'bulk' -d 'Use the exchange\'s bulk files for whole months and days.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" no-bulk' -l 'no-bulk' -d 'Use the exchange\'s bulk files for whole months and days.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" state' -l 'state' -d 'Keep here how far it came, and go on from it.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" check' -l 'check' -d 'Compare bulk files with REST: only records that differ, with "source" bulk or rest.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" dry-run' -l 'dry-run' -d 'Only say how many files, bytes and requests it would take.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" f follow' -l 'follow' -s 'f' -d 'Go on with what happens from now on, without end.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" ws-url' -l 'ws-url' -d 'Where the exchange\'s streams are (default: wss://stream.binance.com:9443, or the other\'s own).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" raw' -l 'raw' -d 'Print payloads as they come, each behind its time: what cx fetch replay reads.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" renew' -l 'renew' -d 'Replace connections at this age.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" stall' -l 'stall' -d 'Ask the exchange, when a connection brings nothing for so long.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" to' -l 'to' -d 'Write to here instead of stdout: file:PATH.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" rejects' -l 'rejects' -d 'Keep refused records here, with source and reason.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" strict' -l 'strict' -d 'Stop at the first refused record, with status 65.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" progress' -l 'progress' -d 'Show progress on stderr even where no terminal is, or in front of a pipe.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" version' -l 'version' -d 'Show the version.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch candles" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch quotes" all' -l 'all' -d 'All symbols that trade and are priced in this asset.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch quotes" exchange' -l 'exchange' -d 'binance, coinbase or kraken.' -rfka 'binance coinbase kraken'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch quotes" base-url' -l 'base-url' -d 'Where the exchange\'s interface is (default: https://api.binance.com, or the other\'s own).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch quotes" bulk-url' -l 'bulk-url' -d 'Where Binance\'s bulk files are (default: https://data.binance.vision).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch quotes" f follow' -l 'follow' -s 'f' -d 'Go on with what happens from now on, without end.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch quotes" ws-url' -l 'ws-url' -d 'Where the exchange\'s streams are (default: wss://stream.binance.com:9443, or the other\'s own).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch quotes" raw' -l 'raw' -d 'Print payloads as they come, each behind its time: what cx fetch replay reads.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch quotes" renew' -l 'renew' -d 'Replace connections at this age.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch quotes" stall' -l 'stall' -d 'Ask the exchange, when a connection brings nothing for so long.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch quotes" to' -l 'to' -d 'Write to here instead of stdout: file:PATH.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch quotes" rejects' -l 'rejects' -d 'Keep refused records here, with source and reason.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch quotes" strict' -l 'strict' -d 'Stop at the first refused record, with status 65.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch quotes" progress' -l 'progress' -d 'Show progress on stderr even where no terminal is, or in front of a pipe.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch quotes" version' -l 'version' -d 'Show the version.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch quotes" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch tickers" all' -l 'all' -d 'All symbols that trade and are priced in this asset.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch tickers" exchange' -l 'exchange' -d 'binance, coinbase or kraken.' -rfka 'binance coinbase kraken'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch tickers" base-url' -l 'base-url' -d 'Where the exchange\'s interface is (default: https://api.binance.com, or the other\'s own).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch tickers" bulk-url' -l 'bulk-url' -d 'Where Binance\'s bulk files are (default: https://data.binance.vision).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch tickers" f follow' -l 'follow' -s 'f' -d 'Go on with what happens from now on, without end.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch tickers" ws-url' -l 'ws-url' -d 'Where the exchange\'s streams are (default: wss://stream.binance.com:9443, or the other\'s own).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch tickers" raw' -l 'raw' -d 'Print payloads as they come, each behind its time: what cx fetch replay reads.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch tickers" renew' -l 'renew' -d 'Replace connections at this age.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch tickers" stall' -l 'stall' -d 'Ask the exchange, when a connection brings nothing for so long.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch tickers" to' -l 'to' -d 'Write to here instead of stdout: file:PATH.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch tickers" rejects' -l 'rejects' -d 'Keep refused records here, with source and reason.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch tickers" strict' -l 'strict' -d 'Stop at the first refused record, with status 65.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch tickers" progress' -l 'progress' -d 'Show progress on stderr even where no terminal is, or in front of a pipe.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch tickers" version' -l 'version' -d 'Show the version.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch tickers" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch depth" levels' -l 'levels' -d 'Show so many levels of each side, best first: 1 to 5000.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch depth" changes' -l 'changes' -d 'Show the changes instead, behind a picture of the whole book.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch depth" all' -l 'all' -d 'All symbols that trade and are priced in this asset.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch depth" exchange' -l 'exchange' -d 'binance, coinbase or kraken.' -rfka 'binance coinbase kraken'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch depth" base-url' -l 'base-url' -d 'Where the exchange\'s interface is (default: https://api.binance.com, or the other\'s own).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch depth" bulk-url' -l 'bulk-url' -d 'Where Binance\'s bulk files are (default: https://data.binance.vision).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch depth" f follow' -l 'follow' -s 'f' -d 'Go on with what happens from now on, without end.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch depth" ws-url' -l 'ws-url' -d 'Where the exchange\'s streams are (default: wss://stream.binance.com:9443, or the other\'s own).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch depth" raw' -l 'raw' -d 'Print payloads as they come, each behind its time: what cx fetch replay reads.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch depth" renew' -l 'renew' -d 'Replace connections at this age.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch depth" stall' -l 'stall' -d 'Ask the exchange, when a connection brings nothing for so long.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch depth" to' -l 'to' -d 'Write to here instead of stdout: file:PATH.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch depth" rejects' -l 'rejects' -d 'Keep refused records here, with source and reason.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch depth" strict' -l 'strict' -d 'Stop at the first refused record, with status 65.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch depth" progress' -l 'progress' -d 'Show progress on stderr even where no terminal is, or in front of a pipe.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch depth" version' -l 'version' -d 'Show the version.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch depth" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch follow" watch' -l 'watch' -d 'Symbols where none are named, with commas.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch follow" all' -l 'all' -d 'All symbols that trade and are priced in this asset.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch follow" exchange' -l 'exchange' -d 'binance, coinbase or kraken.' -rfka 'binance coinbase kraken'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch follow" base-url' -l 'base-url' -d 'Where the exchange\'s interface is (default: https://api.binance.com, or the other\'s own).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch follow" bulk-url' -l 'bulk-url' -d 'Where Binance\'s bulk files are (default: https://data.binance.vision).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch follow" f follow' -l 'follow' -s 'f' -d 'Go on with what happens from now on, without end.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch follow" ws-url' -l 'ws-url' -d 'Where the exchange\'s streams are (default: wss://stream.binance.com:9443, or the other\'s own).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch follow" raw' -l 'raw' -d 'Print payloads as they come, each behind its time: what cx fetch replay reads.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch follow" renew' -l 'renew' -d 'Replace connections at this age.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch follow" stall' -l 'stall' -d 'Ask the exchange, when a connection brings nothing for so long.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch follow" to' -l 'to' -d 'Write to here instead of stdout: file:PATH.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch follow" rejects' -l 'rejects' -d 'Keep refused records here, with source and reason.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch follow" strict' -l 'strict' -d 'Stop at the first refused record, with status 65.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch follow" progress' -l 'progress' -d 'Show progress on stderr even where no terminal is, or in front of a pipe.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch follow" version' -l 'version' -d 'Show the version.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch follow" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx fetch replay" -ge 1' -F
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch replay" exchange' -l 'exchange' -d 'Whose recordings: binance, coinbase, kraken (default: what they hold tells).' -rfka 'binance coinbase kraken'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch replay" symbol' -l 'symbol' -d 'The symbol of what names none: bodies of klines, trades, aggTrades, depth.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch replay" interval' -l 'interval' -d 'The interval of klines whose times do not tell it.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch replay" speed' -l 'speed' -d '1 is as fast as recorded, 10 ten times as fast, max as fast as possible.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch replay" book' -l 'book' -d 'Keep the order book: its best so many levels, or "changes".' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch replay" to' -l 'to' -d 'Write to here instead of stdout: file:PATH.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch replay" rejects' -l 'rejects' -d 'Keep refused records here, with source and reason.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch replay" strict' -l 'strict' -d 'Stop at the first refused record, with status 65.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch replay" progress' -l 'progress' -d 'Show progress on stderr even where no terminal is, or in front of a pipe.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch replay" version' -l 'version' -d 'Show the version.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch replay" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch simulate" seed' -l 'seed' -d 'Equal seeds give equal bytes.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch simulate" symbols' -l 'symbols' -d 'Symbols, with commas.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch simulate" count' -l 'count' -d 'How many trades (default: without end).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch simulate" rate' -l 'rate' -d 'Trades a second of all symbols together, at this pace.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch simulate" start' -l 'start' -d 'Time of the first trade: a date, RFC 3339, a count since 1970, or now.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch simulate" gaps' -l 'gaps' -d 'Lose this part of all trades: 0.01 is one in 100.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch simulate" duplicates' -l 'duplicates' -d 'Repeat this part of all trades.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch simulate" disorder' -l 'disorder' -d 'Let trades come late by up to this.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch simulate" to' -l 'to' -d 'Write to here instead of stdout: file:PATH.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch simulate" rejects' -l 'rejects' -d 'Keep refused records here, with source and reason.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch simulate" strict' -l 'strict' -d 'Stop at the first refused record, with status 65.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch simulate" progress' -l 'progress' -d 'Show progress on stderr even where no terminal is, or in front of a pipe.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch simulate" version' -l 'version' -d 'Show the version.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx fetch simulate" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx enrich"' -l 'with' -d 'Indicators of candles: sma(20),rsi(14).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx enrich" only' -l 'only' -d 'Append only what is asked for, no default fields.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx enrich" join' -l 'join' -d 'Append the fields of this NDJSON or CSV by symbol.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx enrich" replace' -l 'replace' -d 'Let a field take the place of one of its name that a record has.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx enrich" -ge 1' -F
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx enrich" from' -l 'from' -d 'Read from here instead: file:PATH.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx enrich" to' -l 'to' -d 'Write to here instead of stdout: file:PATH; archive: a store.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx enrich" rejects' -l 'rejects' -d 'Keep refused lines here, with source, line and reason.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx enrich" strict' -l 'strict' -d 'Stop at the first refused line, with status 65.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx enrich" state' -l 'state' -d 'Keep state here, and go on from it.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx enrich" progress' -l 'progress' -d 'Show progress on stderr even where no terminal is, or in front of a pipe.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx enrich" version' -l 'version' -d 'Show the version.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx enrich" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window" slide' -l 'slide' -d 'Begin an interval every so often, as intervals begin: overlapping windows.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window"' -l 'session' -d 'A window from a trade until none came for this long.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window"' -l 'ticks' -d 'A bar every so many trades.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window"' -l 'volume' -d 'A bar whenever so much of the base asset was traded.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window"' -l 'notional' -d 'A bar whenever so much of the quote asset was traded.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window" timezone' -l 'timezone' -d 'Whose midnights begin days, weeks and months: Europe/Berlin, +08:00.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window" lateness' -l 'lateness' -d 'How far records may be out of order.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window" correctable' -l 'correctable' -d 'How long behind --lateness a candle can be corrected.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window" max-ahead' -l 'max-ahead' -d 'A record further ahead of its instrument than this waits until others come near it, or for the end.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window" late' -l 'late' -d 'Put late lines here instead of correcting candles.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window" updates' -l 'updates' -d 'Also emit unfinished candles when they change, with "final":false.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window" updates-every' -l 'updates-every' -d 'With --updates: at most one a candle in this event time.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window" fill' -l 'fill' -d 'Make candles for empty windows too, and say why they are empty.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window" fill-limit' -l 'fill-limit' -d 'With --fill: so many empty windows in a row become candles, and a gap record stands for the others.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window" at-eof' -l 'at-eof' -d 'At the end of the input: flush open windows, or hold them in --state for the next run (default: hold with --state, else flush).' -rfka 'flush hold'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window" verify' -l 'verify' -d 'Compare the candles with the exchange\'s own, in this file of candle records.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx window" -ge 1' -F
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window" from' -l 'from' -d 'Read from here instead: file:PATH.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window" to' -l 'to' -d 'Write to here instead of stdout: file:PATH; archive: a store.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window" rejects' -l 'rejects' -d 'Keep refused lines here, with source, line and reason.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window" strict' -l 'strict' -d 'Stop at the first refused line, with status 65.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window" state' -l 'state' -d 'Keep state here, and go on from it.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window" progress' -l 'progress' -d 'Show progress on stderr even where no terminal is, or in front of a pipe.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window" version' -l 'version' -d 'Show the version.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx window" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert" version' -l 'version' -d 'Show the version.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx alert" -eq 1' -fa 'watch' -d 'Write alert events, and deliver them if asked to (the default).'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx alert" -eq 1' -fa 'deliver' -d 'Send what waits in the outbox, and end: for cron.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx alert" -eq 1' -fa 'outbox' -d 'List what waits and what could not be delivered; retry it, or drop it.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert watch" rules' -l 'rules' -d 'Read rules from this YAML.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert watch" check' -l 'check' -d 'Only check this YAML of rules.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert watch" explain' -l 'explain' -d 'Write for each record and rule why it fires or does not.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert watch" summary' -l 'summary' -d 'Write, at the end, for each rule how often and how long it fired.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert watch" partial' -l 'partial' -d 'Count candles that are not final too.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert watch" tee' -l 'tee' -d 'Pass records on, alert events between them.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert watch" notify' -l 'notify' -d 'Deliver events to receivers, through an outbox on disk.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert watch" receivers' -l 'receivers' -d 'Read receivers and routes from this YAML.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert watch" outbox' -l 'outbox' -d 'The outbox, a SQLite file (default: $XDG_STATE_HOME/cx/outbox.db).' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert watch"' -l 'silence' -d 'Tell nobody of alerts with these labels: \'symbol=BTCUSDT until 2026-01-01T00:00Z\'.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert watch" silences' -l 'silences' -d 'Read silences from this YAML (default: the file of --rules).' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx alert watch" -ge 1' -F
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert watch" from' -l 'from' -d 'Read from here instead: file:PATH.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert watch" to' -l 'to' -d 'Write to here instead of stdout: file:PATH; archive: a store.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert watch" rejects' -l 'rejects' -d 'Keep refused lines here, with source, line and reason.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert watch" strict' -l 'strict' -d 'Stop at the first refused line, with status 65.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert watch" state' -l 'state' -d 'Keep state here, and go on from it.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert watch" progress' -l 'progress' -d 'Show progress on stderr even where no terminal is, or in front of a pipe.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert watch" version' -l 'version' -d 'Show the version.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert watch" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert deliver" receivers' -l 'receivers' -d 'Read receivers and routes from this YAML.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert deliver" outbox' -l 'outbox' -d 'The outbox, a SQLite file (default: $XDG_STATE_HOME/cx/outbox.db).' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert deliver" version' -l 'version' -d 'Show the version.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert deliver" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert outbox" retry' -l 'retry' -d 'Have them tried anew, and list them.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert outbox" drop' -l 'drop' -d 'Forget them, and list them.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert outbox" all' -l 'all' -d 'Also what was delivered.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert outbox" receiver' -l 'receiver' -d 'Only of this receiver.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert outbox" outbox' -l 'outbox' -d 'The outbox, a SQLite file (default: $XDG_STATE_HOME/cx/outbox.db).' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert outbox" version' -l 'version' -d 'Show the version.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx alert outbox" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive" version' -l 'version' -d 'Show the version.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx archive" -eq 1' -fa 'add' -d 'Keep records in a store, or move old ones to another (the default).'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx archive" -eq 1' -fa 'compact' -d 'Merge small files of a cold store.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive add" tee' -l 'tee' -d 'Pass records on to stdout.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive add" stats' -l 'stats' -d 'Archive nothing; tell what the store holds.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive add" prune' -l 'prune' -d 'Move what is --older-than from the store --from into the cold store --to.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive add" older-than' -l 'older-than' -d 'With --prune: whole days before this, 30d (ago) or a date.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive add" dry-run' -l 'dry-run' -d 'With --prune: change nothing; tell on stderr what would be done.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive add" format' -l 'format' -d 'What a cold store\'s new files are.' -rfka 'parquet ndjson.zst'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive add" single-writer' -l 'single-writer' -d 'Write to a bucket without conditional writes: nobody else does meanwhile.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx archive add" -ge 1' -F
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive add" from' -l 'from' -d 'Read from here instead: file:PATH.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive add" to' -l 'to' -d 'Write to here instead of stdout: file:PATH; archive: a store.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive add" rejects' -l 'rejects' -d 'Keep refused lines here, with source, line and reason.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive add" strict' -l 'strict' -d 'Stop at the first refused line, with status 65.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive add" state' -l 'state' -d 'Keep state here, and go on from it.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive add" progress' -l 'progress' -d 'Show progress on stderr even where no terminal is, or in front of a pipe.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive add" version' -l 'version' -d 'Show the version.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive add" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive compact" to' -l 'to' -d 'The store: file:DIR/ or s3://BUCKET/PREFIX.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive compact" dry-run' -l 'dry-run' -d 'Change nothing; tell on stderr what would be done.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive compact" format' -l 'format' -d 'What a cold store\'s new files are.' -rfka 'parquet ndjson.zst'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive compact" single-writer' -l 'single-writer' -d 'Write to a bucket without conditional writes: nobody else does meanwhile.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive compact" version' -l 'version' -d 'Show the version.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx archive compact" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx query" -eq 1' -fka 'trades candles quotes tickers alerts'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx query" since' -l 'since' -d 'From this moment on: 2025-11-11, 2025-11-11T15:00:00Z, a count since 1970, 24h (ago), today, yesterday.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx query" until' -l 'until' -d 'Up to but not including this moment.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx query" interval' -l 'interval' -d 'Candles of this interval: 1m, 1h, 1d, 1w, 1M.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx query" timezone' -l 'timezone' -d 'Whose midnights days have, and whose clock tables show: Europe/Berlin, +08:00.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx query" exchange' -l 'exchange' -d 'Only records of this exchange.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx query" tenant' -l 'tenant' -d 'Whose records.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx query" where' -l 'where' -d 'Only records for which this holds, as in cx alert.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx query" limit' -l 'limit' -d 'At most so many records.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx query" order' -l 'order' -d 'Oldest first, asc, or newest first, desc.' -rfka 'asc desc'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx query" sql' -l 'sql' -d 'Answer a statement of SQL instead.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx query"' -l 'param' -d 'With --sql: the value of :NAME.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx query" revisions' -l 'revisions' -d 'Show candles that were taken back too, with "retracted":true.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx query" explain' -l 'explain' -d 'First tell on stderr what will be read, and how.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx query" max-scan' -l 'max-scan' -d 'Read no more of a cold store\'s files: 500MB, 2GB, 512MiB (status 64 if it would be more).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx query"' -l 'from' -d 'The store: sqlite:FILE (default: $XDG_DATA_HOME/cx/hot.db), file:DIR/ or s3://BUCKET/PREFIX, or file:FILE.parquet; several are answered as one.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx query" format' -l 'format' -d 'How to write: ndjson, table, csv, parquet, chart or svg (default: a table on a terminal, else ndjson).' -rfka 'ndjson table csv parquet chart svg'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx query" width' -l 'width' -d 'Columns of a table or chart, pixels of an svg (default: the terminal\'s, else 80; 960).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx query" to' -l 'to' -d 'Write to here instead of stdout: file:PATH.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx query" version' -l 'version' -d 'Show the version.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx query" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx chart" width' -l 'width' -d 'Columns, or pixels with --svg (default: the terminal\'s, else 80; 960).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx chart" height' -l 'height' -d 'Rows, or pixels with --svg (default: what the terminal has, at most 28, else 24; 540).' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx chart" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx chart" svg' -l 'svg' -d 'Write an SVG document.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx chart" timezone' -l 'timezone' -d 'Whose clock the time axis shows: Europe/Berlin, +08:00.' -rfka ''
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx chart" -ge 1' -F
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx chart" from' -l 'from' -d 'Read from here instead: file:PATH.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx chart" to' -l 'to' -d 'Write to here instead of stdout: file:PATH; archive: a store.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx chart" rejects' -l 'rejects' -d 'Keep refused lines here, with source, line and reason.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx chart" strict' -l 'strict' -d 'Stop at the first refused line, with status 65.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx chart" state' -l 'state' -d 'Keep state here, and go on from it.' -rF
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx chart" progress' -l 'progress' -d 'Show progress on stderr even where no terminal is, or in front of a pipe.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx chart" version' -l 'version' -d 'Show the version.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx chart" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_positional "cx schema" -eq 1' -fka 'trade candle quote ticker depth gap tick alert delivery'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx schema" version' -l 'version' -d 'Show the version.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx schema" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cx' -n '__cx_should_offer_completions_for_flags_or_options "cx help" version' -l 'version' -d 'Show the version.'
