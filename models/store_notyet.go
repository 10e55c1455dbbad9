package models

import "errors"

var errNotYet = errors.New("not yet")
