/** What a person is told when something goes wrong: the error, its exit code, and what was probably meant. */
package io.lepton.error;
