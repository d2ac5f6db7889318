package io.lepton.privacy.scan;

import io.lepton.privacy.form.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a column's name gives away, in English and a few words of German, French and Spanish. Sensitive are the special categories of
 * Article 9 of the GDPR, criminal records (Article 10) and money.
 */
final class NameHints {
    private static final Map<String, Hint> HINTS = hints();

    /**
     * @param role what the word suggests
     * @param meaning what the column probably holds
     * @param kinds whose forms its values may then have
     */
    record Hint(Role role, String meaning, Set<Kind> kinds) {}

    private static Map<String, Hint> hints() {
        Map<String, Hint> hints = new HashMap<>();
        put(hints, Role.PROTECTED, "age", "age, alter, edad, years old");
        put(hints, Role.PROTECTED, "sex or gender", "sex, gender, geschlecht, sexe, sexo, genre");
        put(
                hints,
                Role.PROTECTED,
                "race or ethnicity",
                "race, ethnicity, ethnic, raza, skin, skin color, skin colour, ancestry, hispanic, tribe, caste");
        put(
                hints,
                Role.PROTECTED,
                "nationality or origin",
                "nationality, citizenship, native country, country of birth, birth country, foreign worker,"
                        + " nationalite, nacionalidad, staatsangehoerigkeit, immigrant, native language, place of birth, mother tongue");
        put(hints, Role.PROTECTED, "religion", "religion, religious, faith, konfession, creed, church, denomination");
        put(
                hints,
                Role.PROTECTED,
                "marital status",
                "marital, marital status, personal status, married, familienstand, civil status, relationship");
        put(
                hints,
                Role.PROTECTED,
                "disability or pregnancy",
                "disability, disabled, handicap, behinderung, pregnant, pregnancy, pregnancies, veteran");
        put(hints, Role.PROTECTED, "sexual orientation", "sexual orientation, orientation, transgender, sexuality");
        put(
                hints,
                Role.QUASI_IDENTIFIER,
                "postal code",
                "zip, zipcode, zip code, postcode, postal, postal code, plz, postleitzahl, code postal",
                Kind.POSTCODE);
        put(
                hints,
                Role.QUASI_IDENTIFIER,
                "date of birth",
                "birth, birthday, birthdate, birth date, date of birth, dob, born, geburtsdatum, naissance, nacimiento,"
                        + " yob, birth year, year of birth",
                Kind.DATE_OF_BIRTH);
        put(
                hints,
                Role.QUASI_IDENTIFIER,
                "place",
                "city, town, county, region, state, country, latitude, longitude, lat, lon, lng, neighborhood, neighbourhood,"
                        + " district, province, municipality, village, ort, stadt, ville, ciudad, location",
                Kind.PLACE);
        put(
                hints,
                Role.QUASI_IDENTIFIER,
                "work or education",
                "occupation, job, job title, profession, employer, employment, workclass, education, degree, school, beruf,"
                        + " education num");
        put(
                hints,
                Role.QUASI_IDENTIFIER,
                "family",
                "household size, family size, number of children, children, siblings, dependents");
        put(hints, Role.QUASI_IDENTIFIER, "vehicle or device", "car model, vehicle, user agent, device model");
        put(
                hints,
                Role.SENSITIVE,
                "income or wealth",
                "salary, income, wage, wages, debt, wealth, credit, gehalt, einkommen, salario, savings, balance, earnings, net worth,"
                        + " credit score, credit amount, credit history, capital gain, capital loss");
        put(
                hints,
                Role.SENSITIVE,
                "health",
                "diagnosis, disease, illness, hiv, medication, treatment, health, icd, icd10, glucose, insulin, bmi, blood pressure,"
                        + " blood type, blood group, diabetes, cancer, symptom, symptoms, allergy, allergies, mental health, depression, drug, drugs, smoker,"
                        + " alcohol, diagnose, krankheit, maladie, enfermedad, genotype, dna, surgery, cholesterol");
        put(hints, Role.SENSITIVE, "political opinions", "politics, political, party, political party, vote, voted");
        put(hints, Role.SENSITIVE, "union membership", "union, trade union, union member, gewerkschaft");
        put(
                hints,
                Role.SENSITIVE,
                "criminal records",
                "conviction, convictions, criminal, arrest, arrests, crime, crimes, offense, offence, felony, priors count,"
                        + " prison, recid");
        put(hints, Role.SENSITIVE, "sexual life", "sexual, sex life, std");
        put(hints, Role.SENSITIVE, "biometric data", "fingerprint, iris, face embedding, biometric, voice print");
        put(hints, Role.SENSITIVE, "a secret", "password, passwd, pin, secret, token, api key");
        put(
                hints,
                Role.IDENTIFIER,
                "a person's name",
                "name, first name, last name, full name, surname, firstname, lastname, fullname, middle name, customer name,"
                        + " patient name, user name, username, maiden name, nachname, vorname, nom, prenom, nombre, apellido, login, given name, family name,"
                        + " employee name, nickname",
                Kind.PERSON);
        put(hints, Role.IDENTIFIER, "an e-mail address", "email, e mail, mail, email address, correo", Kind.EMAIL);
        put(
                hints,
                Role.IDENTIFIER,
                "a telephone number",
                "phone, telephone, mobile, fax, telefon, cell, phone number, mobile number, handy",
                Kind.PHONE);
        put(
                hints,
                Role.IDENTIFIER,
                "a postal address",
                "address, street, adresse, street address, home address, strasse, direccion",
                Kind.ADDRESS);
        put(
                hints,
                Role.IDENTIFIER,
                "a social security number",
                "ssn, social security, social security number",
                Kind.US_SSN);
        put(hints, Role.IDENTIFIER, "a bank account", "iban, account number, bank account, kontonummer", Kind.IBAN);
        put(
                hints,
                Role.IDENTIFIER,
                "a payment card",
                "card number, credit card, cc number, pan, credit card number",
                Kind.CARD);
        put(
                hints,
                Role.IDENTIFIER,
                "a network address",
                "ip address, ip, ip addr, mac address, mac",
                Kind.IP,
                Kind.MAC);
        put(
                hints,
                Role.IDENTIFIER,
                "an official number",
                "passport, passport number, license plate, licence plate, driver license, driving licence, tax id, national id,"
                        + " steuer id, nhs number, aadhaar, cpf, dni, pesel, bsn, nino, national insurance, matriculation",
                Kind.DE_TAX_ID,
                Kind.UK_NHS,
                Kind.IN_AADHAAR,
                Kind.BR_CPF,
                Kind.ES_DNI,
                Kind.PL_PESEL,
                Kind.NL_BSN,
                Kind.UK_NI);
        put(
                hints,
                Role.IDENTIFIER,
                "a number given to one person",
                "device id, patient id, customer id, person id, user id, personnel number, member id, employee id,"
                        + " client id, student id, imei, subject id, medical record number, mrn");
        return Map.copyOf(hints);
    }

    private NameHints() {}

    private static void put(Map<String, Hint> hints, Role role, String meaning, String words, Kind... kinds) {
        Hint hint = new Hint(role, meaning, Set.of(kinds));
        for (String word : words.split(", ", -1)) {
            hints.put(word, hint);
        }
    }

    /** The longest run of words in the name that hints at something. */
    static Optional<Hint> of(String column) {
        List<String> words = words(column);
        for (int length = words.size(); length > 0; length--) {
            for (int start = 0; start + length <= words.size(); start++) {
                String run = String.join(" ", words.subList(start, start + length));
                // "product name" names no person.
                boolean bareName = run.equals("name") && words.size() > 1;
                Hint hint = HINTS.get(run);
                if (hint != null && !bareName) {
                    return Optional.of(hint);
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> words(String column) {
        String spaced = column.replaceAll("(\\p{Ll})(\\p{Lu})", "$1 $2")
                .toLowerCase(Locale.ROOT)
                .replace("ä", "ae")
                .replace("ö", "oe")
                .replace("ü", "ue")
                .replace("ß", "ss")
                .replace("é", "e");
        List<String> words = new ArrayList<>();
        for (String word : spaced.split("[^\\p{L}0-9]+", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
