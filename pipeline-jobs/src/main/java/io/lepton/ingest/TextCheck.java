package io.lepton.ingest;

import io.lepton.error.LeptonException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells by its first bytes whether a file is text in the encoding that it is said to have. */
record TextCheck(String source, Charset charset) {
    private static final Map<String, String> BEGINNINGS = beginnings();

    private static Map<String, String> beginnings() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("\u001f\u008b", "a gzip file; its name must end with .gz");
        names.put("PK\u0003\u0004", "a zip file; unpack it");
        names.put("PAR1", "a Parquet file; set source.format: parquet");
        names.put("%PDF", "a PDF");
        names.put("\u0089PNG", "an image");
        names.put("\u00fe\u00ff", "UTF-16; set source.encoding: UTF-16");
        names.put("\u00ff\u00fe", "UTF-16; set source.encoding: UTF-16");
        return names;
    }

    /** @throws LeptonException data, if the bytes are no text, or text in another encoding */
    void check(byte[] start) {
        boolean wide = charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32");
        if (!wide) {
            checkBytes(start);
        }
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(start);
        // Not the end of the input: a character may go on after what was looked at.
        CoderResult result = decoder.decode(bytes, CharBuffer.allocate(start.length + 1), false);
        if (result.isError()) {
            throw LeptonException.data("Cannot read " + source + " as " + charset + ": its byte " + bytes.position()
                    + " is none. Set source.encoding, for example ISO-8859-1.");
        }
    }

    private void checkBytes(byte[] start) {
        String latin = new String(start, StandardCharsets.ISO_8859_1);
        BEGINNINGS.forEach((beginning, name) -> {
            if (latin.startsWith(beginning)) {
                throw LeptonException.data("Cannot read " + source + " as text: it is " + name + ".");
            }
        });
        if (latin.indexOf(0) >= 0) {
            throw LeptonException.data(
                    "Cannot read " + source
                            + " as text: it holds zero bytes. Is it a binary file, or text in another encoding (source.encoding)?");
        }
    }
}
