function Register-ManagedProcess {
    param([Parameter(Mandatory)][string]$Path)
    $entry = @{ Path = $Path; Since = Get-Date }
    $entry | ConvertTo-Json | Add-Content "$PSScriptRoot/processes.json"
}
