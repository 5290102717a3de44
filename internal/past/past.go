// Package past is what Git knows of a portfolio.
//
// In go a data folder as it is today and what the shell knows about it (zone, words, the
// program's stamp); out comes an Archive, opened once, which gives the portfolio at any
// revision and the history of a contract. The rooms of its folder are replay (what commits
// did to contracts), shown (what the site shows), quarter (reports), authority (who might
// sign) and signature (who signed what). It reads no clock, and no disk but through package
// history.
package past
