package io.lepton.privacy.column;

import io.lepton.error.LeptonException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import org.apache.spark.sql.api.java.UDF2;

/**
 * Dates that are texts, moved by a person's {@link ShiftedDays}. What follows an ISO date (a time, a zone) stays: {@code
 * 2021-03-04T10:00Z}.
 */
public final class ShiftedText implements UDF2<String, String, String> {
    private static final long serialVersionUID = 1;
    private static final int ISO_LENGTH = "2021-03-04".length();
    /** The pattern of plain ISO dates. */
    public static final String ISO = "yyyy-MM-dd";

    private final ShiftedDays days;
    private final String pattern;
    private transient DateTimeFormatter formatter;

    /**
     * @param pattern of the dates, as {@link DateTimeFormatter} takes them
     * @throws IllegalArgumentException if the pattern is none, or does not say year, month and day
     */
    public ShiftedText(ShiftedDays days, String pattern) {
        this.days = days;
        this.pattern = pattern;
        LocalDate any = LocalDate.of(2021, 3, 4);
        try {
            if (!LocalDate.parse(any.format(formatter()), formatter()).equals(any)) {
                throw new IllegalArgumentException("it does not say year, month and day");
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("it does not say year, month and day, and nothing else", e);
        }
    }

    /** @throws LeptonException data, if a text is no date of the pattern; the message does not hold it */
    @Override
    public String call(String text, String who) {
        if (text == null) {
            return null;
        }
        boolean longer = pattern.equals(ISO)
                && text.length() > ISO_LENGTH
                && (text.charAt(ISO_LENGTH) == 'T' || text.charAt(ISO_LENGTH) == ' ');
        String date = longer ? text.substring(0, ISO_LENGTH) : text;
        try {
            String shifted =
                    LocalDate.parse(date, formatter()).plusDays(days.days(who)).format(formatter());
            return longer ? shifted + text.substring(ISO_LENGTH) : shifted;
        } catch (DateTimeException e) {
            throw LeptonException.data(
                    "Cannot shift the dates of column '" + days.column()
                            + "': one of its texts is no date as '" + pattern
                            + "' writes it. Set date-format, declare the column's type in ingest.columns, or quarantine such rows.");
        }
    }

    private DateTimeFormatter formatter() {
        if (formatter == null) {
            // 'uuuu' is what people mean by 'yyyy': a year that needs no era.
            formatter = DateTimeFormatter.ofPattern(pattern.replace('y', 'u'), Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT);
        }
        return formatter;
    }

    @Override
    public String toString() {
        return "ShiftedText";
    }
}
