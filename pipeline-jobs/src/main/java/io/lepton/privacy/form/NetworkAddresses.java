package io.lepton.privacy.form;

/** E-mail, web, IP addresses and coordinates: forms of no fixed length. Each end is found in one walk over a bounded stretch. */
final class NetworkAddresses {
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 255;

    private NetworkAddresses() {}

    /** Where the part before an {@code @} begins; {@code at} itself if there is none. RFC 5321, less quoted names. */
    static int emailStart(CharSequence text, int at) {
        int start = at;
        int first = Math.max(0, at - LONGEST_LOCAL);
        while (start > first && local(text.charAt(start - 1))) {
            start--;
        }
        while (start < at && (text.charAt(start) == '.' || text.charAt(start) == '-')) {
            start++;
        }
        return text.length() > 0 && start < at && text.charAt(at - 1) == '.' ? at : start;
    }

    private static boolean local(char c) {
        return Character.isLetterOrDigit(c) || "._%+-'".indexOf(c) >= 0;
    }

    /** Where the domain after an {@code @} ends; -1 if there is none with a top level of letters. */
    static int emailEnd(CharSequence text, int at) {
        int last = Math.min(text.length(), at + 1 + LONGEST_DOMAIN);
        int end = at + 1;
        int label = end;
        int complete = -1;
        while (end < last) {
            char c = text.charAt(end);
            if (c == '.') {
                if (end == label) {
                    break;
                }
                label = end + 1;
            } else if (!Character.isLetterOrDigit(c) && c != '-') {
                break;
            }
            end++;
            if (label > at + 1 && end - label >= 2 && letters(text, label, end)) {
                complete = end;
            }
        }
        return complete == end || complete > 0 && (complete >= text.length() || text.charAt(complete) == '.')
                ? complete
                : -1;
    }

    private static boolean letters(CharSequence text, int from, int to) {
        // The first and the last character tell enough of a label.
        return Character.isLetter(text.charAt(from)) && Character.isLetterOrDigit(text.charAt(to - 1));
    }

    /** RFC 3986, from the scheme or {@code www.} to the next blank, quote or bracket, less punctuation that ends a sentence. */
    static int urlEnd(CharSequence text, int start) {
        int scheme = schemeEnd(text, start);
        if (scheme < 0) {
            return -1;
        }
        int end = scheme;
        while (end < text.length()
                && !Character.isWhitespace(text.charAt(end))
                && "<>\"{}|\\^`".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        while (end > scheme && ".,;:!?)]'".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end - scheme >= 3 ? end : -1;
    }

    private static int schemeEnd(CharSequence text, int start) {
        for (String scheme : new String[] {"http://", "https://", "ftp://", "www."}) {
            if (begins(text, start, scheme)) {
                return start + scheme.length();
            }
        }
        return -1;
    }

    private static boolean begins(CharSequence text, int start, String what) {
        if (start + what.length() > text.length()) {
            return false;
        }
        for (int i = 0; i < what.length(); i++) {
            if ((text.charAt(start + i) | 32) != (what.charAt(i) | 32)) {
                return false;
            }
        }
        return true;
    }

    /** Four numbers up to 255 with dots between (RFC 791). */
    static int ip4End(CharSequence text, int start) {
        int at = start;
        for (int part = 0; part < 4; part++) {
            int value = 0;
            int digits = 0;
            while (at < text.length() && Chars.digit(text.charAt(at)) && digits < 4) {
                value = value * 10 + text.charAt(at++) - '0';
                digits++;
            }
            if (digits == 0 || digits > 3 || value > 255 || digits > 1 && value < Math.pow(10, digits - 1)) {
                return -1;
            }
            if (part < 3) {
                if (at >= text.length() || text.charAt(at) != '.') {
                    return -1;
                }
                at++;
            }
        }
        return at;
    }

    /** Eight groups of hexadecimal digits, or fewer where {@code ::} stands for zeros (RFC 4291); two colons of a time are not enough. */
    static int ip6End(CharSequence text, int start) {
        int at = start;
        int groups = 0;
        int digits = 0;
        int longest = 0;
        boolean shortened = false;
        while (at < text.length() && at - start < 40) {
            char c = text.charAt(at);
            if (Chars.hex(c)) {
                digits++;
                longest = Math.max(longest, digits);
                groups += digits == 1 ? 1 : 0;
            } else if (c == ':') {
                boolean again = at > start && text.charAt(at - 1) == ':';
                if (again && shortened) {
                    return -1;
                }
                shortened |= again;
                digits = 0;
            } else {
                break;
            }
            at++;
        }
        if (longest > 4 || at == start || text.charAt(at - 1) == ':' && !shortened) {
            return -1;
        }
        boolean loopback = shortened && groups == 1 && at - start == 3 && text.charAt(at - 1) == '1';
        boolean whole =
                groups == 8 && !shortened || shortened && groups < 8 && (groups >= 3 || groups == 2 && longest >= 3);
        return whole || loopback ? at : -1;
    }

    /** A latitude and a longitude in degrees, each with four decimals or more: about ten metres. */
    static int coordinatesEnd(CharSequence text, int start) {
        int latitude = degreesEnd(text, start, 90);
        if (latitude < 0) {
            return -1;
        }
        int at = latitude;
        while (at < text.length() && at - latitude < 3 && " ,;".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at == latitude ? -1 : degreesEnd(text, at, 180);
    }

    private static int degreesEnd(CharSequence text, int start, int most) {
        int at = start;
        if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
            at++;
        }
        int whole = 0;
        int first = at;
        while (at < text.length() && Chars.digit(text.charAt(at)) && at - first < 3) {
            whole = whole * 10 + text.charAt(at++) - '0';
        }
        if (at == first || whole > most || at >= text.length() || text.charAt(at) != '.') {
            return -1;
        }
        int decimals = ++at;
        while (at < text.length() && Chars.digit(text.charAt(at)) && at - decimals < 16) {
            at++;
        }
        return at - decimals >= 4 ? at : -1;
    }
}
