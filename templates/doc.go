// Package templates holds every page a person sees and every component on it.
//
// A page takes one of the structs of pages.go. Plain functions turn it into what its components
// show (docketOf, evidenceOf, stubOf, detailsOf), so a component decides nothing about data.
// Specimens lists every page in every state and Gallery every component; the tests walk both.
//
// After a change to a .templ file: go run github.com/a-h/templ/cmd/templ@v0.3.977 generate
package templates
