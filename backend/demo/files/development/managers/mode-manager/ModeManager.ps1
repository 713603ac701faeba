# Modes of the tool chain: which checks run, and how much is said about them.

function Set-Mode {
    param([ValidateSet('draft', 'check', 'release')][string]$Mode)
    $env:COURIER_MODE = $Mode
}

function Get-Mode {
    if ($env:COURIER_MODE) { $env:COURIER_MODE } else { 'draft' }
}

function Test-Mode {
    param([string]$Expected)
    (Get-Mode) -eq $Expected
}

function Invoke-Mode {
    param([scriptblock]$Action, [string]$Mode)
    $before = Get-Mode
    Set-Mode $Mode
    try { & $Action } finally { Set-Mode $before }
}
