#!/bin/bash

__cx_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__cx_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__cx_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__cx_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_cx() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--version -h --help)
    local -a repeating_options=()
    local -a non_repeating_options=()
    __cx_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    fetch|enrich|window|alert|archive|query|chart|schema|help)
        # Offer subcommand argument completions
        "_cx_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'fetch enrich window alert archive query chart schema help' -- "${cur}"))
        ;;
    esac
}

_cx_fetch() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __cx_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    trades|candles|quotes|tickers|depth|follow|replay|simulate)
        # Offer subcommand argument completions
        "_cx_fetch_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'trades candles quotes tickers depth follow replay simulate' -- "${cur}"))
        ;;
    esac
}

_cx_fetch_trades() {
    repeating_flags=()
    non_repeating_flags=(--raw-trades --bulk --no-bulk --check --dry-run --follow -f --raw --strict --progress --version -h --help)
    repeating_options=()
    non_repeating_options=(--all --exchange --base-url --bulk-url --since --until --limit --state --ws-url --renew --stall --to --rejects)
    __cx_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--all')
        return
        ;;
    '--exchange')
        __cx_add_completions -W 'binance'$'\n''coinbase'$'\n''kraken'
        return
        ;;
    '--base-url')
        return
        ;;
    '--bulk-url')
        return
        ;;
    '--since')
        return
        ;;
    '--until')
        return
        ;;
    '--limit')
        return
        ;;
    '--state')
        __cx_add_completions -f
        return
        ;;
    '--ws-url')
        return
        ;;
    '--renew')
        return
        ;;
    '--stall')
        return
        ;;
    '--to')
        __cx_add_completions -f
        return
        ;;
    '--rejects')
        __cx_add_completions -f
        return
        ;;
    esac
}

_cx_fetch_candles() {
    repeating_flags=()
    non_repeating_flags=(--updates --bulk --no-bulk --check --dry-run --follow -f --raw --strict --progress --version -h --help)
    repeating_options=()
    non_repeating_options=(--interval --all --exchange --base-url --bulk-url --since --until --limit --state --ws-url --renew --stall --to --rejects)
    __cx_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--interval')
        return
        ;;
    '--all')
        return
        ;;
    '--exchange')
        __cx_add_completions -W 'binance'$'\n''coinbase'$'\n''kraken'
        return
        ;;
    '--base-url')
        return
        ;;
    '--bulk-url')
        return
        ;;
    '--since')
        return
        ;;
    '--until')
        return
        ;;
    '--limit')
        return
        ;;
    '--state')
        __cx_add_completions -f
        return
        ;;
    '--ws-url')
        return
        ;;
    '--renew')
        return
        ;;
    '--stall')
        return
        ;;
    '--to')
        __cx_add_completions -f
        return
        ;;
    '--rejects')
        __cx_add_completions -f
        return
        ;;
    esac
}

_cx_fetch_quotes() {
    repeating_flags=()
    non_repeating_flags=(--follow -f --raw --strict --progress --version -h --help)
    repeating_options=()
    non_repeating_options=(--all --exchange --base-url --bulk-url --ws-url --renew --stall --to --rejects)
    __cx_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--all')
        return
        ;;
    '--exchange')
        __cx_add_completions -W 'binance'$'\n''coinbase'$'\n''kraken'
        return
        ;;
    '--base-url')
        return
        ;;
    '--bulk-url')
        return
        ;;
    '--ws-url')
        return
        ;;
    '--renew')
        return
        ;;
    '--stall')
        return
        ;;
    '--to')
        __cx_add_completions -f
        return
        ;;
    '--rejects')
        __cx_add_completions -f
        return
        ;;
    esac
}

_cx_fetch_tickers() {
    repeating_flags=()
    non_repeating_flags=(--follow -f --raw --strict --progress --version -h --help)
    repeating_options=()
    non_repeating_options=(--all --exchange --base-url --bulk-url --ws-url --renew --stall --to --rejects)
    __cx_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--all')
        return
        ;;
    '--exchange')
        __cx_add_completions -W 'binance'$'\n''coinbase'$'\n''kraken'
        return
        ;;
    '--base-url')
        return
        ;;
    '--bulk-url')
        return
        ;;
    '--ws-url')
        return
        ;;
    '--renew')
        return
        ;;
    '--stall')
        return
        ;;
    '--to')
        __cx_add_completions -f
        return
        ;;
    '--rejects')
        __cx_add_completions -f
        return
        ;;
    esac
}

_cx_fetch_depth() {
    repeating_flags=()
    non_repeating_flags=(--changes --follow -f --raw --strict --progress --version -h --help)
    repeating_options=()
    non_repeating_options=(--levels --all --exchange --base-url --bulk-url --ws-url --renew --stall --to --rejects)
    __cx_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--levels')
        return
        ;;
    '--all')
        return
        ;;
    '--exchange')
        __cx_add_completions -W 'binance'$'\n''coinbase'$'\n''kraken'
        return
        ;;
    '--base-url')
        return
        ;;
    '--bulk-url')
        return
        ;;
    '--ws-url')
        return
        ;;
    '--renew')
        return
        ;;
    '--stall')
        return
        ;;
    '--to')
        __cx_add_completions -f
        return
        ;;
    '--rejects')
        __cx_add_completions -f
        return
        ;;
    esac
}

_cx_fetch_follow() {
    repeating_flags=()
    non_repeating_flags=(--follow -f --raw --strict --progress --version -h --help)
    repeating_options=()
    non_repeating_options=(--watch --all --exchange --base-url --bulk-url --ws-url --renew --stall --to --rejects)
    __cx_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--watch')
        return
        ;;
    '--all')
        return
        ;;
    '--exchange')
        __cx_add_completions -W 'binance'$'\n''coinbase'$'\n''kraken'
        return
        ;;
    '--base-url')
        return
        ;;
    '--bulk-url')
        return
        ;;
    '--ws-url')
        return
        ;;
    '--renew')
        return
        ;;
    '--stall')
        return
        ;;
    '--to')
        __cx_add_completions -f
        return
        ;;
    '--rejects')
        __cx_add_completions -f
        return
        ;;
    esac
}

_cx_fetch_replay() {
    repeating_flags=()
    non_repeating_flags=(--strict --progress --version -h --help)
    repeating_options=()
    non_repeating_options=(--exchange --symbol --interval --speed --book --to --rejects)
    __cx_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--exchange')
        __cx_add_completions -W 'binance'$'\n''coinbase'$'\n''kraken'
        return
        ;;
    '--symbol')
        return
        ;;
    '--interval')
        return
        ;;
    '--speed')
        return
        ;;
    '--book')
        return
        ;;
    '--to')
        __cx_add_completions -f
        return
        ;;
    '--rejects')
        __cx_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __cx_add_completions -f
        return
        ;;
    esac
}

_cx_fetch_simulate() {
    repeating_flags=()
    non_repeating_flags=(--strict --progress --version -h --help)
    repeating_options=()
    non_repeating_options=(--seed --symbols --count --rate --start --gaps --duplicates --disorder --to --rejects)
    __cx_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--seed')
        return
        ;;
    '--symbols')
        return
        ;;
    '--count')
        return
        ;;
    '--rate')
        return
        ;;
    '--start')
        return
        ;;
    '--gaps')
        return
        ;;
    '--duplicates')
        return
        ;;
    '--disorder')
        return
        ;;
    '--to')
        __cx_add_completions -f
        return
        ;;
    '--rejects')
        __cx_add_completions -f
        return
        ;;
    esac
}

_cx_enrich() {
    repeating_flags=()
    non_repeating_flags=(--only --replace --strict --progress --version -h --help)
    repeating_options=(--with)
    non_repeating_options=(--join --from --to --rejects --state)
    __cx_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--with')
        return
        ;;
    '--join')
        __cx_add_completions -f
        return
        ;;
    '--from')
        __cx_add_completions -f
        return
        ;;
    '--to')
        __cx_add_completions -f
        return
        ;;
    '--rejects')
        __cx_add_completions -f
        return
        ;;
    '--state')
        __cx_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __cx_add_completions -f
        return
        ;;
    esac
}

_cx_window() {
    repeating_flags=()
    non_repeating_flags=(--updates --fill --strict --progress --version -h --help)
    repeating_options=(--session --ticks --volume --notional)
    non_repeating_options=(--slide --timezone --lateness --correctable --max-ahead --late --updates-every --fill-limit --at-eof --verify --from --to --rejects --state)
    __cx_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--slide')
        return
        ;;
    '--session')
        return
        ;;
    '--ticks')
        return
        ;;
    '--volume')
        return
        ;;
    '--notional')
        return
        ;;
    '--timezone')
        return
        ;;
    '--lateness')
        return
        ;;
    '--correctable')
        return
        ;;
    '--max-ahead')
        return
        ;;
    '--late')
        __cx_add_completions -f
        return
        ;;
    '--updates-every')
        return
        ;;
    '--fill-limit')
        return
        ;;
    '--at-eof')
        __cx_add_completions -W 'flush'$'\n''hold'
        return
        ;;
    '--verify')
        __cx_add_completions -f
        return
        ;;
    '--from')
        __cx_add_completions -f
        return
        ;;
    '--to')
        __cx_add_completions -f
        return
        ;;
    '--rejects')
        __cx_add_completions -f
        return
        ;;
    '--state')
        __cx_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __cx_add_completions -f
        return
        ;;
    esac
}

_cx_alert() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __cx_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    watch|deliver|outbox)
        # Offer subcommand argument completions
        "_cx_alert_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'watch deliver outbox' -- "${cur}"))
        ;;
    esac
}

_cx_alert_watch() {
    repeating_flags=()
    non_repeating_flags=(--explain --summary --partial --tee --notify --strict --progress --version -h --help)
    repeating_options=(--silence)
    non_repeating_options=(--rules --check --receivers --outbox --silences --from --to --rejects --state)
    __cx_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--rules')
        __cx_add_completions -f
        return
        ;;
    '--check')
        __cx_add_completions -f
        return
        ;;
    '--receivers')
        __cx_add_completions -f
        return
        ;;
    '--outbox')
        __cx_add_completions -f
        return
        ;;
    '--silence')
        return
        ;;
    '--silences')
        __cx_add_completions -f
        return
        ;;
    '--from')
        __cx_add_completions -f
        return
        ;;
    '--to')
        __cx_add_completions -f
        return
        ;;
    '--rejects')
        __cx_add_completions -f
        return
        ;;
    '--state')
        __cx_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __cx_add_completions -f
        return
        ;;
    esac
}

_cx_alert_deliver() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--receivers --outbox)
    __cx_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--receivers')
        __cx_add_completions -f
        return
        ;;
    '--outbox')
        __cx_add_completions -f
        return
        ;;
    esac
}

_cx_alert_outbox() {
    repeating_flags=()
    non_repeating_flags=(--retry --drop --all --version -h --help)
    repeating_options=()
    non_repeating_options=(--receiver --outbox)
    __cx_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--receiver')
        return
        ;;
    '--outbox')
        __cx_add_completions -f
        return
        ;;
    esac
}

_cx_archive() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __cx_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    add|compact)
        # Offer subcommand argument completions
        "_cx_archive_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'add compact' -- "${cur}"))
        ;;
    esac
}

_cx_archive_add() {
    repeating_flags=()
    non_repeating_flags=(--tee --stats --prune --dry-run --single-writer --strict --progress --version -h --help)
    repeating_options=()
    non_repeating_options=(--older-than --format --from --to --rejects --state)
    __cx_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--older-than')
        return
        ;;
    '--format')
        __cx_add_completions -W 'parquet'$'\n''ndjson.zst'
        return
        ;;
    '--from')
        __cx_add_completions -f
        return
        ;;
    '--to')
        __cx_add_completions -f
        return
        ;;
    '--rejects')
        __cx_add_completions -f
        return
        ;;
    '--state')
        __cx_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __cx_add_completions -f
        return
        ;;
    esac
}

_cx_archive_compact() {
    repeating_flags=()
    non_repeating_flags=(--dry-run --single-writer --version -h --help)
    repeating_options=()
    non_repeating_options=(--to --format)
    __cx_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--to')
        return
        ;;
    '--format')
        __cx_add_completions -W 'parquet'$'\n''ndjson.zst'
        return
        ;;
    esac
}

_cx_query() {
    repeating_flags=()
    non_repeating_flags=(--revisions --explain --version -h --help)
    repeating_options=(--param --from)
    non_repeating_options=(--since --until --interval --timezone --exchange --tenant --where --limit --order --sql --max-scan --format --width --to)
    __cx_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--since')
        return
        ;;
    '--until')
        return
        ;;
    '--interval')
        return
        ;;
    '--timezone')
        return
        ;;
    '--exchange')
        return
        ;;
    '--tenant')
        return
        ;;
    '--where')
        return
        ;;
    '--limit')
        return
        ;;
    '--order')
        __cx_add_completions -W 'asc'$'\n''desc'
        return
        ;;
    '--sql')
        return
        ;;
    '--param')
        return
        ;;
    '--max-scan')
        return
        ;;
    '--from')
        return
        ;;
    '--format')
        __cx_add_completions -W 'ndjson'$'\n''table'$'\n''csv'$'\n''parquet'$'\n''chart'$'\n''svg'
        return
        ;;
    '--width')
        return
        ;;
    '--to')
        __cx_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __cx_add_completions -W 'trades'$'\n''candles'$'\n''quotes'$'\n''tickers'$'\n''alerts'
        return
        ;;
    esac
}

_cx_chart() {
    repeating_flags=()
    non_repeating_flags=(--svg --strict --progress --version -h --help)
    repeating_options=()
    non_repeating_options=(--width --height --color --timezone --from --to --rejects --state)
    __cx_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--width')
        return
        ;;
    '--height')
        return
        ;;
    '--color')
        __cx_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--timezone')
        return
        ;;
    '--from')
        __cx_add_completions -f
        return
        ;;
    '--to')
        __cx_add_completions -f
        return
        ;;
    '--rejects')
        __cx_add_completions -f
        return
        ;;
    '--state')
        __cx_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __cx_add_completions -f
        return
        ;;
    esac
}

_cx_schema() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __cx_offer_flags_options 1

    # Offer positional completions
    case "${positional_number}" in
    1)
        __cx_add_completions -W 'trade'$'\n''candle'$'\n''quote'$'\n''ticker'$'\n''depth'$'\n''gap'$'\n''tick'$'\n''alert'$'\n''delivery'
        return
        ;;
    esac
}

_cx_help() {
    repeating_flags=()
    non_repeating_flags=(--version)
    repeating_options=()
    non_repeating_options=()
    __cx_offer_flags_options -1
}

complete -o filenames -F _cx cx
